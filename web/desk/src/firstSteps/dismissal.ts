import { useSyncExternalStore } from "react";

const watchers = new Set<() => void>();
const keyOf = (agentId: string) => `rapport.first_steps_dismissed.${agentId}`;

function watch(watcher: () => void) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** That somebody does not want to see the first steps in this browser. */
export function useDismissed(agentId: string): boolean {
  return useSyncExternalStore(watch, () => localStorage.getItem(keyOf(agentId)) !== null);
}

export function dismiss(agentId: string) {
  localStorage.setItem(keyOf(agentId), "yes");
  for (const watcher of watchers) watcher();
}
