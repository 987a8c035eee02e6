import { type Conversation, type Reach, unwrap } from "@rapport/api-client";
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "~/api/client";
import { byConversation } from "~/app/byConversation";

/** By which inbox the answer goes that is being written, where that is settled. */
export const picked = byConversation<string>();

/** Asked for anew when what it depends on changes: they come or go, or write by something else. */
const reachesQuery = ({ id, contact_online, inbox_id }: Conversation) =>
  queryOptions({
    queryKey: ["reach", id, contact_online, inbox_id],
    queryFn: () => unwrap(api.GET("/api/v1/conversations/{id}/reach", { params: { path: { id } } })),
    placeholderData: keepPreviousData,
  });

export interface Reaching {
  reaches: Reach[];
  /** By what the answer goes; undefined as long as it is not known: then by what they wrote by last. */
  chosen: Reach | undefined;
  suggested: Reach | undefined;
}

/** What is suggested holds as long as nothing is written: nobody's words change their way under their hands. */
export function useReach(conversation: Conversation, begun: boolean): Reaching {
  const { data } = useQuery(reachesQuery(conversation));
  const pick = picked.use(conversation.id);
  const reaches = data?.items ?? [];
  const suggested = reaches.find(({ suggestion }) => suggestion);
  const chosen =
    reaches.find(({ inbox_id, state }) => inbox_id === pick && state !== "unreachable") ?? suggested;
  const inbox = chosen?.inbox_id;
  useEffect(() => {
    if (begun && inbox && !pick) picked.set(conversation.id, inbox);
  }, [begun, inbox, pick, conversation.id]);
  return { reaches, chosen, suggested };
}
