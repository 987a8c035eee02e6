import type { VisitorEntry } from "./wire";

/** Kept in memory at most; a chat of one sitting is far shorter, and older ones are the server's. */
export const ENTRIES_MAX = 500;

/** Earlier conversation first (their ids sort by time), then by sequence number. */
function byPlace(one: VisitorEntry, other: VisitorEntry): number {
  const a = one.conversation_id ?? "";
  const b = other.conversation_id ?? "";
  if (a !== b) return a < b ? -1 : 1;
  return one.seq - other.seq;
}

/** Both lists as one: in order, each entry once (the later copy wins), the newest `ENTRIES_MAX`. */
export function merge(
  known: readonly VisitorEntry[],
  incoming: readonly VisitorEntry[],
): readonly VisitorEntry[] {
  if (incoming.length === 0) return known;
  const byId = new Map(known.map((entry) => [entry.id, entry]));
  for (const entry of incoming) byId.set(entry.id, { ...byId.get(entry.id), ...entry });
  return [...byId.values()].sort(byPlace).slice(-ENTRIES_MAX);
}

/** How far the server's pushes have been seen without a hole; what a reconnecting client asks after. */
export interface Cursor {
  conversation_id: string | null;
  after: number | null;
}

export const START: Cursor = { conversation_id: null, after: null };

/** Moves forward only; a later conversation starts its own count. */
export function advance(cursor: Cursor, conversationId: string, seq: number): Cursor {
  if (cursor.conversation_id !== null && conversationId < cursor.conversation_id) return cursor;
  if (cursor.conversation_id !== conversationId) {
    return { conversation_id: conversationId, after: seq };
  }
  return { conversation_id: conversationId, after: Math.max(cursor.after ?? 0, seq) };
}

/** The newest sequence number that a person or bot of the business wrote in this conversation, or 0. */
export function newestFromAgent(entries: readonly VisitorEntry[], conversationId: string): number {
  let newest = 0;
  for (const entry of entries) {
    if (isFromAgent(entry) && entry.conversation_id === conversationId && entry.seq > newest) {
      newest = entry.seq;
    }
  }
  return newest;
}

export function isFromAgent(entry: VisitorEntry): boolean {
  return entry.kind === "message" && entry.author.kind !== "contact";
}
