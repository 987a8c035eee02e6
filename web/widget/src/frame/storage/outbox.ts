import type { Pending } from "../connection/session";
import type { Store } from "./store";

/** One name per message: two tabs of one visitor then never overwrite each other's. */
const PREFIX = "pending:";

/** Unsent messages, oldest first, from this tab and from others. */
export function keptPending(store: Store): Pending[] {
  return store
    .names(PREFIX)
    .map((name) => parse(store.get(name)))
    .filter((pending) => pending !== null)
    .sort((one, other) => (one.client_id < other.client_id ? -1 : 1));
}

export function keepPending(store: Store, pending: Pending): void {
  store.set(PREFIX + pending.client_id, JSON.stringify(pending));
}

export function forgetPending(store: Store, clientId: string): void {
  store.remove(PREFIX + clientId);
}

function parse(text: string | null): Pending | null {
  try {
    const pending = JSON.parse(text ?? "null") as Partial<Pending> | null;
    if (typeof pending?.client_id !== "string" || typeof pending.text !== "string") return null;
    const { client_id, text: words, at = "", refusal = null, attachments, answers } = pending;
    return {
      client_id,
      text: words,
      at,
      refusal,
      ...(Array.isArray(attachments) && { attachments }),
      ...(typeof answers === "object" && answers !== null && { answers }),
    };
  } catch {
    return null;
  }
}
