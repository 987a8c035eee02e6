import { keep, useKept } from "~/ui/kept";

const KEY = "rapport.undo_send";

/** For so long what was sent can be taken back. */
export const HELD_MS = 5_000;

/** When a reply is held back for a moment. */
export const UNDO_SEND = ["never", "away", "always"] as const;
export type UndoSend = (typeof UNDO_SEND)[number];

/** Unless they chose: while the customer waits in front of their page, seconds count. */
function chosen(): UndoSend {
  const stored = localStorage.getItem(KEY);
  return UNDO_SEND.find((one) => one === stored) ?? "away";
}

export const useUndoSend = () => ({
  undoSend: useKept(chosen),
  setUndoSend: (when: UndoSend) => keep(KEY, when),
});

/** How long a reply is held back. */
export function holdMs(when: UndoSend, contactOnline: boolean): number {
  return when === "always" || (when === "away" && !contactOnline) ? HELD_MS : 0;
}
