import type { VisitorConversation, VisitorEntry } from "../connection/wire";
import { useSpeech } from "../words/words";
import type { Said } from "./layout";

type Delivery = "sent" | "delivered" | "read";

/** How far a stored message got; null for one of an earlier conversation, where it no longer matters. */
export function delivery(entry: VisitorEntry, conversation: VisitorConversation | null): Delivery | null {
  if (conversation?.id !== entry.conversation_id) return null;
  if (entry.seq <= (conversation?.agent_read_seq ?? 0)) return "read";
  return entry.seq <= (conversation?.agent_delivered_seq ?? 0) ? "delivered" : "sent";
}

const REFUSALS = {
  too_long: "failed_too_long",
  inbox_closed: "failed_inbox_closed",
  attachment_gone: "failed_attachment_gone",
  answers_invalid: "failed_answers",
} as const;

interface Props {
  said: Said;
  conversation: VisitorConversation | null;
  /** The line is there, so what is unsent is on its way. */
  live: boolean;
  onRetry: (clientId: string) => void;
  onDiscard: (clientId: string) => void;
}

/** In words, under the visitor's last message and under every one that failed. */
export function DeliveryLine({ said, conversation, live, onRetry, onDiscard }: Props) {
  const { say } = useSpeech();
  if (said.entry) {
    const state = delivery(said.entry, conversation);
    return state && <p class="delivery">{say(state)}</p>;
  }
  if (!said.pending?.refusal) return <p class="delivery">{say(live ? "sending" : "kept")}</p>;
  const { client_id, refusal } = said.pending;
  return (
    <p class="delivery failed" role="alert">
      {say(REFUSALS[refusal.code as keyof typeof REFUSALS] ?? "failed")}
      <button type="button" onClick={() => onRetry(client_id)}>
        {say("retry")}
      </button>
      <button type="button" onClick={() => onDiscard(client_id)}>
        {say("discard")}
      </button>
    </p>
  );
}
