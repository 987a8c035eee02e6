import { ProblemError } from "@rapport/api-client";

/** A short word at the foot of the screen about something that was tried. */
export interface Toast {
  id: number;
  tone: "good" | "bad";
  text: string;
  /** What can be done about it. */
  action?: { label: string; run: () => void };
}

const SHOWN_MS = 6_000;
const SHOWN_MAX = 3;
let toasts: Toast[] = [];
let nextId = 1;
const watchers = new Set<() => void>();

function set(next: Toast[]) {
  toasts = next;
  for (const watcher of watchers) watcher();
}

export function watchToasts(watcher: () => void) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export const getToasts = () => toasts;

export function dismissToast(id: number) {
  set(toasts.filter((toast) => toast.id !== id));
}

export function toast(tone: Toast["tone"], text: string, action?: Toast["action"]) {
  const id = nextId++;
  // The same words again take the place of the earlier ones.
  const others = toasts.filter((shown) => shown.tone !== tone || shown.text !== text);
  set([...others, { id, tone, text, ...(action && { action }) }].slice(-SHOWN_MAX));
  setTimeout(() => dismissToast(id), SHOWN_MS);
}

/** The server's own words about a refused action: they tell the person what to do next. */
export function toastProblem(error: Error, unreachable: string) {
  const offline = error instanceof ProblemError && error.code === "network";
  toast("bad", offline ? unreachable : error.message);
}
