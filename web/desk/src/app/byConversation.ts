import { useSyncExternalStore } from "react";

export interface ByConversation<T> {
  get: (conversationId: string) => T | undefined;
  set: (conversationId: string, value: T | undefined) => void;
  use: (conversationId: string) => T | undefined;
}

/** Something that this page keeps of each conversation until it is closed. */
export function byConversation<T>(): ByConversation<T> {
  const values = new Map<string, T>();
  const watchers = new Set<() => void>();
  const watch = (watcher: () => void) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  };
  const get = (id: string) => values.get(id);
  return {
    get,
    set: (id, value) => {
      if (value === undefined) values.delete(id);
      else values.set(id, value);
      for (const watcher of watchers) watcher();
    },
    use: (id) => useSyncExternalStore(watch, () => values.get(id)),
  };
}
