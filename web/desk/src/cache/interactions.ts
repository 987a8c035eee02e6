import type { ConversationState, Interaction, MyInteraction } from "@rapport/api-client";

import { newer } from "./lists";

/** Whether the interaction is offered to this agent, in their hands, or waits for their wrap-up. */
export function isMine({ state }: Interaction, me: string): boolean {
  switch (state.kind) {
    case "offered":
      return state.to.includes(me);
    case "active":
    case "wrap_up":
      return state.agent_id === me;
    default:
      return false;
  }
}

/** My interactions with this one put in, replaced or taken out; an older word than the cached one is ignored. */
export function patchMine(
  items: MyInteraction[],
  interaction: Interaction,
  conversation: ConversationState,
  me: string,
): MyInteraction[] {
  const cached = items.find((item) => item.id === interaction.id);
  if (cached && cached.version > interaction.version) return items;
  const rest = items.filter((item) => item.id !== interaction.id);
  if (!isMine(interaction, me)) return cached ? rest : items;
  return [...rest, { ...interaction, conversation: newer(cached?.conversation, conversation) }].sort((a, b) =>
    a.enqueued_at.localeCompare(b.enqueued_at),
  );
}
