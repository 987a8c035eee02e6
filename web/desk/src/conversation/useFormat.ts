import { Bold, Code, Italic, Link, List, ListOrdered, type LucideIcon, Strikethrough } from "lucide-react";
import type { KeyboardEvent, RefObject } from "react";
import type { MessageId } from "~/messages";
import { continued, type Edit, type Field, linked, listed, signed } from "./format";

export interface Format {
  label: MessageId;
  icon: LucideIcon;
  /** With Ctrl or ⌘; in upper case with Shift too. */
  key: string;
  edit: (field: Field) => Edit;
}

/** As mail programs and chats have them. */
export const FORMATS: readonly Format[] = [
  { label: "format.bold", icon: Bold, key: "b", edit: (it) => signed(it, "**") },
  { label: "format.italic", icon: Italic, key: "i", edit: (it) => signed(it, "*") },
  { label: "format.strikethrough", icon: Strikethrough, key: "X", edit: (it) => signed(it, "~~") },
  { label: "format.code", icon: Code, key: "E", edit: (it) => signed(it, "`") },
  { label: "format.link", icon: Link, key: "U", edit: linked },
  { label: "format.bullets", icon: List, key: "8", edit: (it) => listed(it, "bullets") },
  { label: "format.numbers", icon: ListOrdered, key: "7", edit: (it) => listed(it, "numbers") },
];

/** Changes a field as typing does, so that the browser's own undo takes it back. */
function type(element: HTMLTextAreaElement, { from, to, insert, select }: Edit) {
  element.focus();
  element.setSelectionRange(from, to);
  if (insert !== "" || from !== to) {
    document.execCommand(insert === "" ? "delete" : "insertText", false, insert);
  }
  // React has put the new text into the field only after this event.
  queueMicrotask(() => element.setSelectionRange(select.from, select.to));
}

/** Marks, links and lists in a text field, by buttons and keys. */
export function useFormat(field: RefObject<HTMLTextAreaElement | null>) {
  const act = (edit: (field: Field) => Edit | null): boolean => {
    const element = field.current;
    if (!element) return false;
    const { value: text, selectionStart: from, selectionEnd: to } = element;
    const change = edit({ text, from, to });
    if (change) type(element, change);
    return change !== null;
  };

  /** True when the key was meant for this. */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    const { ctrlKey, metaKey, shiftKey, altKey, key, code } = event;
    const handled = () => {
      event.preventDefault();
      return true;
    };
    if (key === "Enter" && !ctrlKey && !metaKey && !shiftKey && !altKey) {
      return act(continued) && handled();
    }
    if ((!ctrlKey && !metaKey) || altKey) return false;
    const pressed = FORMATS.find(({ key: its }) =>
      /\d/u.test(its)
        ? shiftKey && code === `Digit${its}`
        : its.toLowerCase() === key.toLowerCase() && shiftKey === (its !== its.toLowerCase()),
    );
    return pressed ? act(pressed.edit) && handled() : false;
  };

  return { act, onKeyDown };
}
