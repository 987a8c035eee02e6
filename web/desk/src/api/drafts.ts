import { type Draft, unwrap } from "@rapport/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";

/** All that I have begun to write, on every device. */
export const draftsQuery = queryOptions({
  queryKey: ["drafts"],
  queryFn: () => unwrap(api.GET("/api/v1/drafts")),
  select: ({ items }) => new Set(items.map((draft) => draft.conversation_id)),
});

/** The list, as one of my devices has left one of its drafts. */
export function withDraft<T extends { items: Draft[] }>(page: T, id: string, draft: Draft | null): T {
  const rest = page.items.filter((item) => item.conversation_id !== id);
  return { ...page, items: draft ? [draft, ...rest] : rest };
}
