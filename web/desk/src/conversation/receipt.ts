import type { Conversation, Entry } from "@rapport/api-client";

export type Receipt = { entry_id: string; state: "queued" | "sent" | "delivered" | "read" };

/** How far our newest message got. Only the newest says so: those before it went at least as far. */
export function lastReceiptOf(
  entries: Entry[],
  conversation: Pick<Conversation, "contact_read_seq" | "contact_delivered_seq">,
): Receipt | null {
  const entry = entries.findLast((item) => item.kind === "message" && item.author.kind === "agent");
  if (entry?.kind !== "message" || entry.delivery?.state === "failed") return null;
  if (conversation.contact_read_seq >= entry.seq) return { entry_id: entry.id, state: "read" };
  if (conversation.contact_delivered_seq >= entry.seq) return { entry_id: entry.id, state: "delivered" };
  return { entry_id: entry.id, state: entry.delivery?.state ?? "sent" };
}
