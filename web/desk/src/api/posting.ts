import { unwrap } from "@rapport/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";

/** What is posted to: a webhook, or a custom inbox. */
export interface Target {
  kind: "webhooks" | "inboxes";
  id: string;
}

const pathParams = (id: string) => ({ params: { path: { id } } });

export const signingSecretQuery = ({ kind, id }: Target) =>
  queryOptions({
    queryKey: ["signing-secret", kind, id],
    queryFn: () =>
      unwrap(
        kind === "webhooks"
          ? api.GET("/api/v1/webhooks/{id}/secret", pathParams(id))
          : api.GET("/api/v1/inboxes/{id}/signing_secret", pathParams(id)),
      ),
  });

export const renewSigningSecret = ({ kind, id }: Target) =>
  unwrap(
    kind === "webhooks"
      ? api.POST("/api/v1/webhooks/{id}/secret", pathParams(id))
      : api.POST("/api/v1/inboxes/{id}/signing_secret", pathParams(id)),
  );

export const testTarget = ({ kind, id }: Target) =>
  unwrap(
    kind === "webhooks"
      ? api.POST("/api/v1/webhooks/{id}/test", pathParams(id))
      : api.POST("/api/v1/inboxes/{id}/test", pathParams(id)),
  );

/** Often enough to watch an event arrive. */
const WATCHED_MS = 4_000;

export const deliveriesQuery = (id: string) =>
  queryOptions({
    queryKey: ["deliveries", id],
    queryFn: () =>
      unwrap(
        api.GET("/api/v1/webhooks/{id}/deliveries", {
          params: { path: { id }, query: { limit: 20 } },
        }),
      ),
    refetchInterval: WATCHED_MS,
  });

export const resendDelivery = (id: string, delivery_id: string) =>
  unwrap(
    api.POST("/api/v1/webhooks/{id}/deliveries/{delivery_id}/resend", {
      params: { path: { id, delivery_id } },
    }),
  );

export const outboxQuery = (id: string) =>
  queryOptions({
    queryKey: ["outbox", id],
    queryFn: () =>
      unwrap(api.GET("/api/v1/inboxes/{id}/outbox", { params: { path: { id }, query: { limit: 20 } } })),
    refetchInterval: WATCHED_MS,
  });

export const resendMessage = (id: string, entry_id: string) =>
  unwrap(
    api.POST("/api/v1/conversations/{id}/messages/{entry_id}/resend", {
      params: { path: { id, entry_id } },
    }),
  );
