import { useT } from "~/messages";
import { toast } from "~/ui/toasts";
import { useConversationActions } from "./actions";
import { outbox, type Sending } from "./outboxStore";

/** Sends at once as far as the eye can tell. False when nothing more can be taken. */
export function useSend(conversationId: string) {
  const t = useT();
  const { resolve } = useConversationActions(conversationId);
  return (sending: Sending, thenResolve: boolean): boolean => {
    // A conversation is not resolved over words that did not arrive.
    const taken = outbox.send(conversationId, sending, thenResolve ? () => resolve.mutate() : undefined);
    if (!taken) toast("bad", t("delivery.too_many"));
    return taken;
  };
}
