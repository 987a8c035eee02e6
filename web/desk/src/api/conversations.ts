import { type Channel, unwrap } from "@rapport/api-client";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export const CONVERSATIONS_PAGE_SIZE = 50;
export const ENTRIES_PAGE_SIZE = 50;

export const CONVERSATION_STATUSES = ["open", "snoozed", "resolved"] as const;
export type ConversationStatus = (typeof CONVERSATION_STATUSES)[number];

/** Which conversations a list shows. */
export interface ConversationFilter {
  /** "mine", "mentioned", "unassigned", "all", or the id of a queue or an agent. */
  view: string;
  status: ConversationStatus;
  /** Only those with this tag. */
  tag?: string;
  /** Only those of contacts who belong to this segment. */
  segment?: string;
  channel?: Channel;
  /** Only those whose contact has spoken last. */
  unanswered?: boolean;
}

export const NAMED_VIEWS = ["mine", "mentioned", "unassigned", "all"] as const;

function viewParameters(view: string) {
  const named = NAMED_VIEWS.find((name) => name === view);
  if (named) return { view: named };
  return view.startsWith("agent_")
    ? { view: "agent" as const, agent_id: view }
    : { view: "queue" as const, queue_id: view };
}

export const conversationsQuery = (filter: ConversationFilter) =>
  infiniteQueryOptions({
    queryKey: ["conversations", filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/v1/conversations", {
          params: {
            query: {
              ...viewParameters(filter.view),
              status: filter.status,
              tag_id: filter.tag,
              segment_id: filter.segment,
              channel: filter.channel,
              unanswered: filter.unanswered,
              limit: CONVERSATIONS_PAGE_SIZE,
              cursor: pageParam,
            },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const countsQuery = queryOptions({
  queryKey: ["counts"],
  queryFn: () => unwrap(api.GET("/api/v1/conversations/counts")),
});

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: ["conversation", id],
    queryFn: () => unwrap(api.GET("/api/v1/conversations/{id}", { params: { path: { id } } })),
  });

/** Newest first, as the server pages them; the timeline turns them round. */
export const entriesQuery = (conversationId: string) =>
  infiniteQueryOptions({
    queryKey: ["entries", conversationId],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/v1/conversations/{id}/entries", {
          params: { path: { id: conversationId }, query: { limit: ENTRIES_PAGE_SIZE, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const contextQuery = (conversationId: string) =>
  queryOptions({
    queryKey: ["context", conversationId],
    queryFn: () =>
      unwrap(api.GET("/api/v1/conversations/{id}/context", { params: { path: { id: conversationId } } })),
  });

/** Offered to me, in my hands, or waiting for my wrap-up. */
export const myInteractionsQuery = queryOptions({
  queryKey: ["interactions", "mine"],
  queryFn: () => unwrap(api.GET("/api/v1/interactions/mine")),
});

export const searchQuery = (query: string) =>
  queryOptions({
    queryKey: ["search", query],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/search", { params: { query: { query, limit: 20 } }, signal })),
    enabled: query.length >= 2,
  });
