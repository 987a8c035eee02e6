import type { Conversation } from "@rapport/api-client";
import { useT } from "~/messages";
import { toast } from "~/ui/toasts";
import { useConversationActions } from "./actions";
import { outbox, type Sending } from "./outboxStore";
import { holdMs, useUndoSend } from "./undoSend";

/** Sends at once as far as the eye can tell. False when nothing more can be taken. */
export function useSend({ id, contact_online }: Conversation) {
  const t = useT();
  const { resolve } = useConversationActions(id);
  const { undoSend } = useUndoSend();
  return (sending: Sending, thenResolve: boolean): boolean => {
    // A conversation is not resolved over words that did not arrive.
    const onArrival = thenResolve ? () => resolve.mutate() : undefined;
    const hold_ms = sending.kind === "message" ? holdMs(undoSend, contact_online) : 0;
    const taken = outbox.send(id, sending, hold_ms, onArrival);
    if (!taken) toast("bad", t("delivery.too_many"));
    return taken;
  };
}
