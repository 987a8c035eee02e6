import type { ConversationState } from "@rapport/api-client";
import { hashKey, type QueryClient, type QueryKey } from "@tanstack/react-query";
import type { ConversationFilter } from "~/api/conversations";
import { belongs } from "./lists";

/** A list is read again at most so often because of what happens. */
const AGAIN_AFTER_MS = 1_000;

/** What narrows a list, in the second place of its key. */
interface Narrowed {
  segment?: string;
  segment_id?: string;
}

/** Others belong to a segment now. */
export function applySegment(client: QueryClient, id: string) {
  void client.invalidateQueries({ queryKey: ["segment-counts"] });
  void client.invalidateQueries({ queryKey: ["contact-segments"] });
  void client.invalidateQueries({
    predicate: ({ queryKey: [kind, filter] }) => {
      if (kind !== "contacts" && kind !== "conversations") return false;
      const { segment, segment_id } = (filter ?? {}) as Narrowed;
      return (segment ?? segment_id) === id;
    },
  });
}

const awaited = new Set<string>();

/**
 * A conversation that a list by segment does not show yet: only the server knows whether its contact
 * belongs to it.
 */
export function askWhetherListed(
  client: QueryClient,
  queryKey: QueryKey,
  conversation: ConversationState,
  me: string,
) {
  const hash = hashKey(queryKey);
  if (awaited.has(hash) || !belongs(conversation, queryKey[1] as ConversationFilter, me)) return;
  awaited.add(hash);
  setTimeout(() => {
    awaited.delete(hash);
    void client.invalidateQueries({ queryKey, exact: true });
  }, AGAIN_AFTER_MS);
}
