import type { Attachment, Entry } from "@rapport/api-client";

/** Something the agent sent that the server has not confirmed yet. */
export interface Pending {
  /** The Idempotency-Key, and the React key before and after confirmation. */
  key: string;
  conversation_id: string;
  kind: "message" | "note";
  text: string;
  /** Uploaded already; left out where there are none. */
  attachments?: Attachment[];
  at: string;
  /** Why it failed; null while it is under way. */
  failure: string | null;
  /** Set when its entry arrived as an event before the POST was answered. */
  entry_id: string | null;
}

/** Something failed is tried again with its old key, so that the server recognises what it already has. */
export function retried(items: Pending[], key: string): Pending[] {
  return items.map((item) => (item.key === key ? { ...item, failure: null } : item));
}

export function failed(items: Pending[], key: string, failure: string): Pending[] {
  // Its entry has been seen, so only the answer was lost, not the message.
  return items.flatMap((item) => (item.key !== key ? [item] : item.entry_id ? [] : [{ ...item, failure }]));
}

/** The entry that an item has become, known from the POST's answer. */
export function bound(items: Pending[], key: string, entry_id: string): Pending[] {
  return items.map((item) => (item.key === key ? { ...item, entry_id } : item));
}

export function removed(items: Pending[], key: string): Pending[] {
  return items.filter((item) => item.key !== key);
}

/**
 * Finds which pending item an entry of mine is, when its event overtakes the POST's answer. The log does not
 * carry the key, so the oldest unmatched item of the same words and files is it: sends are answered in their order.
 */
export function matched(items: Pending[], entry: Entry, me: string): Pending[] {
  if (entry.kind === "event" || entry.author.id !== me) return items;
  const index = items.findIndex(
    (item) =>
      item.conversation_id === entry.conversation_id &&
      item.kind === entry.kind &&
      item.text === entry.text &&
      sameAttachments(item, entry) &&
      item.entry_id === null,
  );
  const item = items[index];
  return item ? items.with(index, { ...item, entry_id: entry.id }) : items;
}

function sameAttachments({ attachments = [] }: Pending, entry: Entry): boolean {
  const stored = entry.kind === "message" ? (entry.attachments ?? []) : [];
  return stored.length === attachments.length && stored.every(({ id }, at) => id === attachments[at]?.id);
}

/** After a reload nothing is under way any more: what was is offered for retry. */
export function restored(items: Pending[], interrupted: string): Pending[] {
  return items
    .filter((item) => !item.entry_id)
    .map((item) => ({ ...item, failure: item.failure ?? interrupted }));
}
