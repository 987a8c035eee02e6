import type { Agent, Brand, Inbox, Queue } from "@rapport/api-client";

/** What the first day brings, in the order of doing it. */
export const STEPS = ["brand", "inbox", "agents", "hours", "team"] as const;
export type StepName = (typeof STEPS)[number];

export interface Facts {
  brands: Brand[];
  inboxes: Inbox[];
  queues: Queue[];
  agents: Agent[];
  /** Whether anybody has ever written. */
  contacted: boolean;
}

export interface Step {
  name: StepName;
  done: boolean;
}

/** How far the organisation is, from what there is: nothing about it is stored. */
export function stepsOf(facts: Facts): Step[] {
  const [brands, inboxes, queues, agents] = [facts.brands, facts.inboxes, facts.queues, facts.agents].map(
    (records) => records.filter((record) => !record.archived),
  ) as [Brand[], Inbox[], Queue[], Agent[]];
  const used = inboxes.filter((inbox) => inbox.enabled);
  const waitedIn = queues.filter((queue) => used.some((inbox) => inbox.queue_id === queue.id));
  const done: Record<StepName, boolean> = {
    brand: brands.length > 0,
    // That the snippet is on a page shows in the first customer's word.
    inbox: used.length > 0 && facts.contacted,
    agents:
      waitedIn.length > 0 &&
      waitedIn.every((queue) => agents.some((agent) => agent.queue_ids.includes(queue.id))),
    hours: waitedIn.length > 0 && waitedIn.every((queue) => Boolean(queue.hours_id)),
    team: agents.length > 1,
  };
  return STEPS.map((name) => ({ name, done: done[name] }));
}

export function allDone(steps: readonly Step[]): boolean {
  return steps.every((step) => step.done);
}
