import { useT } from "~/messages";
import { toast } from "~/ui/toasts";
import { useConversationActions } from "./actions";
import type { Pending } from "./outbox";
import { outbox } from "./outboxStore";

/** Sends at once as far as the eye can tell. False when nothing more can be taken. */
export function useSend(conversationId: string) {
  const t = useT();
  const { resolve } = useConversationActions(conversationId);
  return (kind: Pending["kind"], text: string, thenResolve: boolean): boolean => {
    // A conversation is not resolved over words that did not arrive.
    const taken = outbox.send(conversationId, kind, text, thenResolve ? () => resolve.mutate() : undefined);
    if (!taken) toast("bad", t("delivery.too_many"));
    return taken;
  };
}
