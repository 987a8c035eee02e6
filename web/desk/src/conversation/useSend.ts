import { useQueryClient } from "@tanstack/react-query";
import { applyEntry } from "~/cache/apply";
import { useConversationActions } from "./actions";
import { outbox, type Sending } from "./outboxStore";

/** Sends at once as far as the eye can tell; what fails stays in the timeline with a way to retry. */
export function useSend(conversationId: string) {
  const client = useQueryClient();
  const { resolve } = useConversationActions(conversationId);
  return (sending: Sending, thenResolve: boolean) => {
    outbox
      .send(conversationId, sending, (entry) => applyEntry(client, entry))
      .then(() => thenResolve && resolve.mutate())
      // Shown beside the message; a conversation is not resolved over words that did not arrive.
      .catch(() => undefined);
  };
}
