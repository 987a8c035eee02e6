import { unwrap } from "@rapport/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";

const PATH = "/api/v1/inboxes/{id}/identity_secret";

export const identitySecretQuery = (id: string) =>
  queryOptions({
    queryKey: ["identity-secret", id],
    queryFn: () => unwrap(api.GET(PATH, { params: { path: { id } } })),
  });

export const renewIdentitySecret = (id: string) => unwrap(api.POST(PATH, { params: { path: { id } } }));
