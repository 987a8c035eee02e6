import { unwrap } from "@rapport/api-client";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { type ContactFilter, parametersOf } from "~/contacts/list/filter";
import { api } from "./client";

export const CONTACTS_PAGE_SIZE = 50;

export const contactsQuery = (filter: ContactFilter) =>
  infiniteQueryOptions({
    queryKey: ["contacts", filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/v1/contacts", {
          params: {
            query: { ...parametersOf(filter), limit: CONTACTS_PAGE_SIZE, cursor: pageParam },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** Whether anybody has ever written. */
export const anyContactQuery = queryOptions({
  queryKey: ["contacts", { any: true }],
  queryFn: async () => {
    const { items } = await unwrap(api.GET("/api/v1/contacts", { params: { query: { limit: 1 } } }));
    return items.length > 0;
  },
});

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: ["contact", id],
    queryFn: () => unwrap(api.GET("/api/v1/contacts/{id}", { params: { path: { id } } })),
  });

/** The pages that they were on, the newest first. */
export const contactPagesQuery = (id: string) =>
  queryOptions({
    queryKey: ["contact-pages", id],
    queryFn: () => unwrap(api.GET("/api/v1/contacts/{id}/pages", { params: { path: { id } } })),
  });

/** What a moment ago was counted shows within this. */
const PREFERENCE_STALE_MS = 60_000;

/** Which channel they prefer; hours are the reader's. */
export const channelPreferenceQuery = (id: string) => {
  const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return queryOptions({
    queryKey: ["contact-preference", id, time_zone],
    queryFn: () =>
      unwrap(
        api.GET("/api/v1/contacts/{id}/channel_preference", {
          params: { path: { id }, query: { time_zone } },
        }),
      ),
    staleTime: PREFERENCE_STALE_MS,
    // Their first conversation may not be counted yet: it is a moment behind what happens.
    refetchInterval: ({ state }) =>
      state.data?.conversations === 0 && state.dataUpdateCount < 4 ? 1_000 : false,
  });
};

/** Who may be the same person. */
export const contactDuplicatesQuery = (id: string) =>
  queryOptions({
    queryKey: ["contact-duplicates", id],
    queryFn: () => unwrap(api.GET("/api/v1/contacts/{id}/duplicates", { params: { path: { id } } })),
  });

/** Who has become a part of them, the last first. */
export const contactMergesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["contact-merges", id],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/v1/contacts/{id}/merges", {
          params: { path: { id }, query: { limit: 20, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const contactNotesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["contact-notes", id],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/v1/contacts/{id}/notes", {
          params: { path: { id }, query: { limit: 20, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const contactTimelineQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["contact-timeline", id],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/v1/contacts/{id}/timeline", {
          params: { path: { id }, query: { limit: 30, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** All conversations of a contact, for the customer panel. */
export const contactConversationsQuery = (contactId: string) =>
  queryOptions({
    queryKey: ["contact-conversations", contactId],
    queryFn: async () => {
      // Open and resolved ones, the newest first.
      const { items } = await unwrap(
        api.GET("/api/v1/conversations", {
          params: { query: { contact_id: contactId, limit: 50 } },
        }),
      );
      return items;
    },
  });
