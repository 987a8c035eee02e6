import { parseRecent, withRecent } from "@rapport/emoji";
import { useEffect, useRef } from "preact/hooks";
import type { Store } from "../storage/store";
import { useSpeech } from "../words/words";

const RECENT = "emoji";

interface Props {
  store: Store;
  onPick: (character: string) => void;
  onClose: () => void;
}

/** The picker, which comes when it is first opened. */
export function EmojiPanel({ store, onPick, onClose }: Props) {
  const { say, language } = useSpeech();
  const host = useRef<HTMLElement>(null);
  const pick = useRef(onPick);
  const close = useRef(onClose);
  pick.current = onPick;
  close.current = onClose;
  useEffect(() => {
    let unmount: (() => void) | null = null;
    let gone = false;
    const recent = parseRecent(store.get(RECENT));
    import("@rapport/emoji/picker").then(
      ({ mountPicker }) => {
        if (gone || !host.current) return;
        unmount = mountPicker(host.current, {
          language,
          recent,
          onPick(character) {
            store.set(RECENT, JSON.stringify(withRecent(parseRecent(store.get(RECENT)), character)));
            pick.current(character);
          },
          onClose: () => close.current(),
        });
      },
      // Without a line it cannot come; the next press tries again.
      () => gone || close.current(),
    );
    return () => {
      gone = true;
      unmount?.();
    };
  }, [store, language]);
  return <section ref={host} class="emoji-panel" aria-label={say("emoji")} />;
}
