import { keep, useKept } from "~/ui/kept";

const keyOf = (agentId: string) => `rapport.first_steps_dismissed.${agentId}`;

/** That somebody does not want to see the first steps in this browser. */
export function useDismissed(agentId: string): boolean {
  return useKept(() => localStorage.getItem(keyOf(agentId)) !== null);
}

export function dismiss(agentId: string) {
  keep(keyOf(agentId), "yes");
}
