import { useSyncExternalStore } from "react";

// What a person chooses for this browser only. Other tabs follow.
const watchers = new Set<() => void>();

function tell() {
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void) {
  if (watchers.size === 0) window.addEventListener("storage", tell);
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) window.removeEventListener("storage", tell);
  };
}

export function keep(key: string, value: string) {
  localStorage.setItem(key, value);
  tell();
}

/** What is kept, by a function that reads it; it must answer the same while nothing changes. */
export function useKept<T extends string | boolean | null>(read: () => T): T {
  return useSyncExternalStore(watch, read);
}
