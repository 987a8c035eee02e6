import { type SavedView, unwrap } from "@rapport/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { ConversationFilter } from "./conversations";

/** My own saved views and everybody's, by name. */
export const viewsQuery = queryOptions({
  queryKey: ["views"],
  queryFn: () => unwrap(api.GET("/api/v1/views")),
});

/** Counting goes through the conversations, so not with every event. */
const COUNTED_AGAIN_MS = 5_000;

export const viewCountsQuery = queryOptions({
  queryKey: ["view-counts"],
  queryFn: () => unwrap(api.GET("/api/v1/views/counts")),
  select: ({ items }) => new Map(items.map(({ id, count }) => [id, count])),
  staleTime: COUNTED_AGAIN_MS,
  refetchInterval: 3 * COUNTED_AGAIN_MS,
});

/** What a saved view shows, as the list knows it. */
export function filterOf({ filter }: SavedView): ConversationFilter {
  const { base, queue_id, agent_id, status, tag_id, segment_id, channel, unanswered } = filter;
  const view = base === "queue" ? queue_id : base === "agent" ? agent_id : base;
  return {
    view: view ?? "all",
    status: status ?? "open",
    ...(tag_id && { tag: tag_id }),
    ...(segment_id && { segment: segment_id }),
    ...(channel && { channel }),
    ...(unanswered && { unanswered }),
  };
}

/** What is saved of a list. */
export function savedOf({
  view,
  status,
  tag,
  segment,
  channel,
  unanswered,
}: ConversationFilter): SavedView["filter"] {
  const base = view.startsWith("queue_") ? "queue" : view.startsWith("agent_") ? "agent" : view;
  return {
    base: base as SavedView["filter"]["base"],
    queue_id: base === "queue" ? view : null,
    agent_id: base === "agent" ? view : null,
    status,
    tag_id: tag ?? null,
    segment_id: segment ?? null,
    channel: channel ?? null,
    unanswered: unanswered ?? false,
  };
}

export interface Wish {
  name: string;
  shared: boolean;
}

export const saveView = (wish: Wish, filter: ConversationFilter) =>
  unwrap(api.POST("/api/v1/views", { body: { ...wish, filter: savedOf(filter) } }));

export const changeView = ({ id, version }: SavedView, wish: Wish) =>
  unwrap(
    api.PATCH("/api/v1/views/{id}", {
      params: { path: { id }, header: { "If-Match": `"${version}"` } },
      body: wish,
    }),
  );

export const removeView = (id: string) =>
  unwrap(api.DELETE("/api/v1/views/{id}", { params: { path: { id } } }));
