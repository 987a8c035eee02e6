import { type Attachment, type Entry, unwrap } from "@rapport/api-client";
import { useSyncExternalStore } from "react";
import { api } from "~/api/client";
import { bound, failed, matched, type Pending, removed, restored, retried } from "./outbox";

const STORAGE_KEY = "rapport.outbox";

/** Brings a confirmed entry onto the screen. */
type Deliver = (entry: Entry) => void;

/** What is sent: words, files that were uploaded, or both. */
export interface Sending {
  kind: Pending["kind"];
  text: string;
  attachments?: Attachment[];
}

/** Sends what the agent wrote, remembers what failed, and survives a reload of the tab. */
class Outbox {
  #items: Pending[] = load();
  /** The key an entry had while it was pending, so that its place on screen is kept. */
  readonly #keys = new Map<string, string>();
  readonly #watchers = new Set<() => void>();

  watch = (watcher: () => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  getItems = (): Pending[] => this.#items;

  keyOf(entry: Entry): string {
    return this.#keys.get(entry.id) ?? entry.id;
  }

  send(conversation_id: string, { kind, text, attachments = [] }: Sending, deliver: Deliver): Promise<void> {
    const item: Pending = {
      key: crypto.randomUUID(),
      conversation_id,
      kind,
      text,
      ...(attachments.length > 0 && { attachments }),
      at: new Date().toISOString(),
      failure: null,
      entry_id: null,
    };
    this.#set([...this.#items, item]);
    return this.#post(item, deliver);
  }

  retry(item: Pending, deliver: Deliver): Promise<void> {
    this.#set(retried(this.#items, item.key));
    return this.#post(item, deliver);
  }

  discard(key: string) {
    this.#set(removed(this.#items, key));
  }

  /** An entry came as an event; if it is one of ours it stops being pending. */
  match(entry: Entry, me: string) {
    const before = this.#items;
    const after = matched(before, entry, me);
    if (after === before || this.#keys.has(entry.id)) return;
    const item = after.find((candidate) => candidate.entry_id === entry.id);
    if (item) this.#keys.set(entry.id, item.key);
    this.#set(after);
  }

  async #post(item: Pending, deliver: Deliver): Promise<void> {
    const ids = (item.attachments ?? []).map(({ id }) => id);
    try {
      const entry = await unwrap(
        api.POST(`/api/v1/conversations/{id}/${item.kind === "note" ? "notes" : "messages"}`, {
          params: { path: { id: item.conversation_id }, header: { "Idempotency-Key": item.key } },
          body: { text: item.text, ...(ids.length > 0 && { attachment_ids: ids }) },
        }),
      );
      this.#keys.set(entry.id, item.key);
      // Bound first, shown second, dropped last: at no moment are both on screen, or neither.
      this.#items = bound(this.#items, item.key, entry.id);
      deliver(entry);
      this.#set(removed(this.#items, item.key));
    } catch (error) {
      this.#set(failed(this.#items, item.key, error instanceof Error ? error.message : String(error)));
      throw error;
    }
  }

  #set(items: Pending[]) {
    this.#items = items;
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify(items));
    for (const watcher of this.#watchers) watcher();
  }
}

function load(): Pending[] {
  const stored = sessionStorage.getItem(STORAGE_KEY);
  return stored ? restored(JSON.parse(stored) as Pending[], "") : [];
}

export const outbox = new Outbox();

export function usePending(conversationId: string): Pending[] {
  const items = useSyncExternalStore(outbox.watch, outbox.getItems);
  return items.filter((item) => item.conversation_id === conversationId);
}
