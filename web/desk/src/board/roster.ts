import type { Agent, Presence } from "@rapport/api-client";

const STATE_ORDER = { online: 0, away: 1, offline: 2 };

export interface Seat {
  agent: Agent;
  /** None of somebody who has never been here. */
  presence: Presence | undefined;
}

/** Everybody who works here, and whoever still does by their presence: those who take work first, then by name. */
export function roster(agents: Iterable<Agent>, presences: readonly Presence[]): Seat[] {
  const byAgent = new Map(presences.map((presence) => [presence.agent_id, presence]));
  const order = ({ presence }: Seat) => STATE_ORDER[presence?.state ?? "offline"];
  return [...agents]
    .map((agent) => ({ agent, presence: byAgent.get(agent.id) }))
    .filter(({ agent, presence }) => !agent.archived || (presence && presence.state !== "offline"))
    .sort((a, b) => order(a) - order(b) || a.agent.name.localeCompare(b.agent.name));
}

/** How many are in each state. */
export function countStates(seats: readonly Seat[]) {
  const count = { online: 0, away: 0, offline: 0 };
  for (const { presence } of seats) count[presence?.state ?? "offline"] += 1;
  return count;
}
