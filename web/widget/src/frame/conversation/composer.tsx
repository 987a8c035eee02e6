import { type AttachmentLimits, isBusy, uploaded } from "@rapport/attachments";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { TrayRow } from "../attachments/tray_row";
import type { TrayActions } from "../attachments/use_tray";
import type { Attachment } from "../connection/wire";
import { AttachIcon, SendIcon } from "../parts/icons";
import type { Store } from "../storage/store";
import { useSpeech } from "../words/words";
import { COUNTER_FROM, charactersLeft } from "./text";

const DRAFT = "draft";

interface Props {
  store: Store;
  /** Grows each time the focus is expected here. */
  focus: number;
  files: TrayActions;
  limits: AttachmentLimits;
  onSend: (text: string, attachments: Attachment[]) => void;
  onTyping: () => void;
}

/** Enter sends, Shift+Enter begins a new line. What is not sent yet survives a reload. */
export function Composer({ store, focus, files, limits, onSend, onTyping }: Props) {
  const { say } = useSpeech();
  const [text, setText] = useState(() => store.get(DRAFT) ?? "");
  const field = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const left = charactersLeft(text);
  const { tray } = files;
  const sendable = (text.trim() !== "" || uploaded(tray).length > 0) && left >= 0 && !isBusy(tray);

  useEffect(() => {
    if (focus > 0) field.current?.focus();
  }, [focus]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }, [text]);

  function change(next: string): void {
    setText(next);
    if (next === "") store.remove(DRAFT);
    else store.set(DRAFT, next);
  }

  function send(): void {
    if (!sendable) return;
    onSend(text.trim(), files.take());
    change("");
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    // While an input method composes (Chinese, Japanese ...), Enter chooses a word. Some browsers
    // end the composition before this event; 229 still tells.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {tray.length > 0 && (
        <ul class="tray" aria-label={say("files")}>
          {tray.map((item) => (
            <TrayRow
              key={item.key}
              item={item}
              limits={limits}
              onRemove={() => files.remove(item.key)}
              onRetry={() => files.retry(item.key)}
            />
          ))}
        </ul>
      )}
      <div class="field">
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          data-testid="attach"
          onChange={(event) => {
            files.add(event.currentTarget.files ?? []);
            // The same file may be chosen again.
            event.currentTarget.value = "";
          }}
        />
        <button
          type="button"
          class="icon-button attach"
          aria-label={say("attach")}
          disabled={tray.length >= limits.per_message_max}
          onClick={() => chooser.current?.click()}
        >
          <AttachIcon />
        </button>
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          enterkeyhint="send"
          aria-label={say("composer")}
          aria-invalid={left < 0}
          aria-describedby="composer-counter"
          placeholder={say("placeholder")}
          value={text}
          onInput={(event) => {
            change(event.currentTarget.value);
            if (event.currentTarget.value.trim() !== "") onTyping();
          }}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const pasted = event.clipboardData?.files;
            if (!pasted?.length) return;
            event.preventDefault();
            files.add(pasted);
          }}
        />
        <button type="submit" class="send" aria-label={say("send")} disabled={!sendable}>
          <SendIcon />
        </button>
      </div>
      <p id="composer-counter" class={left < 0 ? "counter over" : "counter"} aria-live="polite">
        {left < 0 ? say("too_long", { count: -left }) : left <= COUNTER_FROM && say("left", { count: left })}
      </p>
    </form>
  );
}
