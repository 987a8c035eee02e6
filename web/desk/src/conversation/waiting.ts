import type { Conversation, Queue } from "@rapport/api-client";

/** Whether someone waits too long: nothing is shown before half of the target has passed. */
export interface Waiting {
  since: string;
  level: "soon" | "late";
}

/** Without a queue's target, a customer's unanswered message counts against this. */
export const ANSWER_WITHIN_DEFAULT_MS = 10 * 60_000;

/** How long the customer has waited for a person, when it matters enough to show. */
export function waitingOf(
  conversation: Conversation,
  queue: Queue | undefined,
  now_ms: number,
): Waiting | null {
  const since = waitingSince(conversation);
  if (!since) return null;
  const target_ms = queue?.service_level.answer_within_ms || ANSWER_WITHIN_DEFAULT_MS;
  const waited_ms = now_ms - Date.parse(since);
  if (waited_ms < target_ms / 2) return null;
  return { since, level: waited_ms < target_ms ? "soon" : "late" };
}

function waitingSince({ status, interaction, preview }: Conversation): string | null {
  if (status === "resolved") return null;
  const state = interaction?.state.kind;
  if (interaction && (state === "waiting" || state === "offered")) return interaction.enqueued_at;
  return preview?.author === "contact" ? preview.at : null;
}
