import { type KeyboardEvent, type RefObject, useMemo, useState } from "react";
import { replaceToken, type Token, tokenAt } from "./token";

const SHOWN_MAX = 8;

export interface Suggestion {
  id: string;
  /** What is shown of it: how it is called up, its name, and more about it. */
  sign: string;
  title: string;
  about?: string;
  /** What stands in the text instead of what was typed. */
  insert: string;
}

interface Input {
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  /** What opens the list. */
  sign: "/" | "@";
  /** The best first. */
  find: (query: string) => Suggestion[];
  setText: (text: string) => void;
}

/** The list that a sign opens in a text field, and the keys that move in it. */
export function useSuggestions({ field, text, sign, find, setText }: Input) {
  const [token, setToken] = useState<Token | null>(null);
  const [index, setIndex] = useState(0);
  const [openedBy, setOpenedBy] = useState(sign);
  // Another sign is another list: what was open for the one before is not.
  const open = token !== null && openedBy === sign;
  const items = useMemo(() => (open ? find(token.query).slice(0, SHOWN_MAX) : []), [find, open, token]);

  const onChange = () => {
    const element = field.current;
    const next = element && tokenAt(element.value, element.selectionStart, sign);
    if (next?.query !== token?.query) setIndex(0);
    setToken(next);
    setOpenedBy(sign);
  };

  const choose = ({ insert }: Suggestion) => {
    if (!token) return;
    const replaced = replaceToken(text, token, insert);
    setText(replaced.text);
    setToken(null);
    // The new text is in the field only after the render.
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(replaced.caret, replaced.caret);
    });
  };

  /** True when the key was meant for the list. */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (!open || items.length === 0) return false;
    const handled = () => {
      event.preventDefault();
      return true;
    };
    switch (event.key) {
      case "ArrowDown":
        setIndex((index + 1) % items.length);
        return handled();
      case "ArrowUp":
        setIndex((index + items.length - 1) % items.length);
        return handled();
      case "Enter":
      case "Tab": {
        const item = items[index];
        if (item) choose(item);
        return handled();
      }
      case "Escape":
        setToken(null);
        return handled();
      default:
        return false;
    }
  };

  return { open, query: token?.query ?? "", items, index, onChange, onKeyDown, choose };
}

export type Suggestions = ReturnType<typeof useSuggestions>;
