import { type Agent, type NewLink, unwrap } from "@rapport/api-client";
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { api } from "~/api/client";

/** Who can sign in, and who has a link by which to. */
export const accessQuery = queryOptions({
  queryKey: ["directory", "access"],
  queryFn: () => unwrap(api.GET("/api/v1/agents/access")),
});

const newLinkKey = (agentId: string) => ["new-link", agentId];

/** A link made on this page: the server tells it only once, so it is kept for as long as it is looked at. */
export const newLinkQuery = (agentId: string) =>
  queryOptions<NewLink | null>({
    queryKey: newLinkKey(agentId),
    queryFn: () => null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

export async function makeLink(client: QueryClient, agentId: string): Promise<void> {
  const params = { path: { id: agentId } };
  const link = await unwrap(api.POST("/api/v1/agents/{id}/access_link", { params }));
  client.setQueryData(newLinkQuery(agentId).queryKey, link);
  await client.invalidateQueries({ queryKey: accessQuery.queryKey });
}

export async function revokeLink(client: QueryClient, agentId: string): Promise<void> {
  const params = { path: { id: agentId } };
  await unwrap(api.DELETE("/api/v1/agents/{id}/access_link", { params }));
  client.setQueryData(newLinkQuery(agentId).queryKey, null);
  await client.invalidateQueries({ queryKey: accessQuery.queryKey });
}

/** A new agent to whom no password was given has a link at once. */
export async function inviteUnlessPassword(
  client: QueryClient,
  agent: Agent,
  draft: { password?: string },
): Promise<boolean> {
  if (draft.password) return false;
  // Where it fails, the agent is there all the same, and a link can be made beside their name.
  await makeLink(client, agent.id).catch(() => undefined);
  return true;
}

/** The secret stands behind the `#`: browsers tell it to no server, and it is in nobody's log. */
export const addressOf = (link: NewLink) => `${location.origin}/welcome#${link.secret}`;
