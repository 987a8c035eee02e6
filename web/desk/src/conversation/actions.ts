import { type Conversation, unwrap } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { useMe } from "~/api/session";
import { applyConversation, applyInteraction } from "~/cache/apply";
import { useProblemToast } from "~/ui/useProblemToast";

interface TransferTarget {
  queue_id?: string;
  agent_id?: string;
  note?: string;
}

/** What can be done to a conversation as a whole. Each answer goes into the cache like its event would. */
export function useConversationActions(id: string) {
  const client = useQueryClient();
  const me = useMe().agent.id;
  const params = { path: { id } };
  const options = {
    onSuccess: (conversation: Conversation) => {
      applyConversation(client, conversation, me);
      if (conversation.interaction) applyInteraction(client, conversation.interaction, conversation, me);
    },
    onError: useProblemToast(),
  };

  const resolve = useMutation({
    mutationFn: () => unwrap(api.POST("/api/v1/conversations/{id}/resolve", { params })),
    ...options,
  });
  const reopen = useMutation({
    mutationFn: () => unwrap(api.POST("/api/v1/conversations/{id}/reopen", { params })),
    ...options,
  });
  const assign = useMutation({
    mutationFn: (agent_id: string | null) =>
      unwrap(api.POST("/api/v1/conversations/{id}/assign", { params, body: { agent_id } })),
    ...options,
  });
  const transfer = useMutation({
    mutationFn: (body: TransferTarget) =>
      unwrap(api.POST("/api/v1/conversations/{id}/transfer", { params, body })),
    ...options,
  });
  const snooze = useMutation({
    mutationFn: (until: string) =>
      unwrap(api.POST("/api/v1/conversations/{id}/snooze", { params, body: { until } })),
    ...options,
  });
  const tag = useMutation({
    mutationFn: ({ id: tag_id, on }: { id: string; on: boolean }) =>
      unwrap(
        api.POST("/api/v1/conversations/{id}/tag", {
          params,
          body: on ? { add_tag_ids: [tag_id] } : { remove_tag_ids: [tag_id] },
        }),
      ),
    ...options,
  });
  const merge = useMutation({
    mutationFn: (into_id: string) =>
      unwrap(api.POST("/api/v1/conversations/{id}/merge", { params, body: { into_id } })),
    ...options,
  });
  const split = useMutation({
    mutationFn: () => unwrap(api.POST("/api/v1/conversations/{id}/split", { params })),
    ...options,
  });
  const keepApart = useMutation({
    mutationFn: () => unwrap(api.POST("/api/v1/conversations/{id}/keep_apart", { params })),
    ...options,
  });
  return { resolve, reopen, assign, transfer, snooze, tag, merge, split, keepApart };
}
