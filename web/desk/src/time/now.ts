import { useSyncExternalStore } from "react";

// One clock for the whole page, so that a hundred relative times do not keep a hundred timers.
const SECOND_MS = 1_000;
const watchers = new Set<() => void>();
let now_ms = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function tick() {
  now_ms = Date.now();
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void) {
  if (watchers.size === 0) {
    now_ms = Date.now();
    timer = setInterval(tick, SECOND_MS);
  }
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) clearInterval(timer);
  };
}

/** The present, renewed at this step; the component renders only when the step is crossed. */
export function useNow(step_ms: number = SECOND_MS): number {
  return useSyncExternalStore(watch, () => Math.floor(now_ms / step_ms) * step_ms);
}
