import type { components } from "@rapport/api-client";
import { unwrap } from "@rapport/api-client";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type EmailSettings = components["schemas"]["EmailSettings"];
export type MailConnection = components["schemas"]["MailConnection"];
export type MailFault = components["schemas"]["MailFault"];

/** Often enough to watch a connection come about. */
const WATCHED_MS = 3_000;
/** Seldom are there any. */
const REFUSED_MS = 30_000;

export const mailConnectionQuery = (id: string) =>
  queryOptions({
    queryKey: ["mail-connection", id],
    queryFn: () => unwrap(api.GET("/api/v1/inboxes/{id}/mail_connection", { params: { path: { id } } })),
    refetchInterval: WATCHED_MS,
  });

export const setMailPassword = (id: string, password: string) =>
  unwrap(api.PUT("/api/v1/inboxes/{id}/mail_password", { params: { path: { id } }, body: { password } }));

export const testMailServers = (email: EmailSettings, password: string) =>
  unwrap(api.POST("/api/v1/inboxes/mail_test", { body: { email, password } }));

/** Mails of an inbox of which nothing was made, the newest first. */
export const refusedMailsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["refused-mails", id],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET("/api/v1/inboxes/{id}/refused_mails", {
          params: { path: { id }, query: { limit: 20, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    // No event tells of them: they are asked for when they are looked at.
    staleTime: 0,
    refetchInterval: REFUSED_MS,
    initialPageParam: "",
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });

export const processMail = (id: string) =>
  unwrap(api.POST("/api/v1/mails/{id}/process", { params: { path: { id } } }));
