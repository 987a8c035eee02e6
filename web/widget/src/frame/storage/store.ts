/**
 * What the frame keeps in the browser, under its own origin.
 *
 * Storage may be blocked (private windows, third-party rules) or full; then the same interface works
 * in memory, and a reload forgets.
 */
export interface Store {
  get(name: string): string | null;
  set(name: string, value: string): void;
  remove(name: string): void;
  /** Names that begin with `prefix`. */
  names(prefix: string): string[];
}

/** `area` is asked for lazily since merely naming `localStorage` throws where it is blocked. */
export function openStore(inboxKey: string, area: () => Storage): Store {
  const scope = `rapport:${inboxKey}:`;
  const memory = new Map<string, string>();
  const storage = usable(area, scope);
  return {
    get: (name) => memory.get(name) ?? storage?.getItem(scope + name) ?? null,
    set(name, value) {
      memory.delete(name);
      try {
        if (!storage) throw new Error("no storage");
        storage.setItem(scope + name, value);
      } catch {
        memory.set(name, value);
      }
    },
    remove(name) {
      memory.delete(name);
      storage?.removeItem(scope + name);
    },
    names(prefix) {
      const stored = storage ? Object.keys(storage) : [];
      const found = stored
        .filter((key) => key.startsWith(scope + prefix))
        .map((key) => key.slice(scope.length));
      const held = [...memory.keys()].filter((name) => name.startsWith(prefix));
      return [...new Set([...found, ...held])];
    },
  };
}

function usable(area: () => Storage, scope: string): Storage | null {
  try {
    const storage = area();
    storage.setItem(`${scope}probe`, "1");
    storage.removeItem(`${scope}probe`);
    return storage;
  } catch {
    return null;
  }
}
