import type { CannedReply } from "@rapport/api-client";
import { type KeyboardEvent, type RefObject, useMemo, useState } from "react";
import { useDirectory } from "~/api/directory";
import { rankReplies, replaceSlash, type Slash, slashAt } from "./slash";

const SHOWN_MAX = 8;

interface Input {
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  enabled: boolean;
  setText: (text: string) => void;
}

/** The list that a slash opens, and the keys that move in it. */
export function useCannedReplies({ field, text, enabled, setText }: Input) {
  const all = useDirectory("canned_replies");
  const [slash, setSlash] = useState<Slash | null>(null);
  const [index, setIndex] = useState(0);
  const open = enabled && slash !== null;
  const replies = useMemo(
    () => (open ? rankReplies([...all.values()], slash.query).slice(0, SHOWN_MAX) : []),
    [all, open, slash],
  );

  const onChange = () => {
    const element = field.current;
    const next = element && slashAt(element.value, element.selectionStart);
    if (next?.query !== slash?.query) setIndex(0);
    setSlash(next);
  };

  const choose = (reply: CannedReply) => {
    if (!slash) return;
    const replaced = replaceSlash(text, slash, reply.text);
    setText(replaced.text);
    setSlash(null);
    // The new text is in the field only after the render.
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(replaced.caret, replaced.caret);
    });
  };

  /** True when the key was meant for the list. */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (!open || replies.length === 0) return false;
    const handled = () => {
      event.preventDefault();
      return true;
    };
    switch (event.key) {
      case "ArrowDown":
        setIndex((index + 1) % replies.length);
        return handled();
      case "ArrowUp":
        setIndex((index + replies.length - 1) % replies.length);
        return handled();
      case "Enter":
      case "Tab": {
        const reply = replies[index];
        if (reply) choose(reply);
        return handled();
      }
      case "Escape":
        setSlash(null);
        return handled();
      default:
        return false;
    }
  };

  return { open, query: slash?.query ?? "", replies, index, onChange, onKeyDown, choose };
}

export type Canned = ReturnType<typeof useCannedReplies>;
