/** What a page may listen for, with what it is told. */
export interface Events {
  ready: undefined;
  open: undefined;
  close: undefined;
  unread: { count: number };
}

export type Listener<Name extends keyof Events> = (detail: Events[Name]) => void;

export class Emitter {
  private readonly listeners = new Map<keyof Events, Set<Listener<never>>>();

  on<Name extends keyof Events>(name: Name, listener: Listener<Name>): void {
    const known = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, known.add(listener));
  }

  off<Name extends keyof Events>(name: Name, listener: Listener<Name>): void {
    this.listeners.get(name)?.delete(listener);
  }

  emit<Name extends keyof Events>(name: Name, detail: Events[Name]): void {
    for (const listener of this.listeners.get(name) ?? []) {
      try {
        (listener as Listener<Name>)(detail);
      } catch (error) {
        // The page's mistake must show as the page's, and must not stop the chat.
        setTimeout(() => {
          throw error;
        });
      }
    }
  }
}
