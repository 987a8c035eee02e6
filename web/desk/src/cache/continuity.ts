import type { Conversation, Entry } from "@rapport/api-client";
import type { QueryClient } from "@tanstack/react-query";
import { contextQuery, conversationQuery, entriesQuery } from "~/api/conversations";
import { hasGap } from "./entries";
import type { Pages } from "./lists";

/** What is known of one conversation's events. */
interface Heard {
  /** Everything up to this version has come; null when nothing says so. */
  version: number | null;
  /** Events so far, to see whether one came while the entries were being read. */
  events: number;
  /** `events` when the reading of the entries began. */
  eventsAtRead: number;
}

/**
 * Sees to it that nothing is missing in the middle of a conversation: its events carry versions without holes,
 * so a version that was skipped is an event that never came, and the entries are read again.
 */
export class Continuity {
  readonly #client: QueryClient;
  readonly #heard = new Map<string, Heard>();

  constructor(client: QueryClient) {
    this.#client = client;
    client.getQueryCache().subscribe((event) => {
      const [kind, id] = event.query.queryKey as [string, string];
      if (kind !== "entries" && kind !== "conversation") return;
      if (event.type === "removed" && kind === "entries") this.#heard.delete(id);
      if (event.type !== "updated") return;
      const { action } = event;
      if (action.type === "fetch" && kind === "entries") this.#readBegins(id);
      // What the desk itself puts into the cache is not a reading.
      if (action.type !== "success" || action.manual) return;
      if (kind === "entries") this.#entriesRead(id);
      else this.#conversationRead(id, event.query.state.data as Conversation);
    });
  }

  /** An event of a conversation has come and is being applied by `apply`. */
  hear(id: string, version: number, apply: () => void) {
    const heard = this.#of(id);
    heard.events += 1;
    const before = heard.version ?? this.#conversation(id)?.version ?? version;
    heard.version = Math.max(before, version);
    apply();
    if (version > before + 1) this.#readAgain(id);
  }

  /** A topic is heard from now on: what came before is for its reading to tell. */
  forget(id: string) {
    const heard = this.#heard.get(id);
    if (heard) heard.version = null;
  }

  forgetAll() {
    for (const heard of this.#heard.values()) heard.version = null;
  }

  #readBegins(id: string) {
    const heard = this.#of(id);
    heard.eventsAtRead = heard.events;
  }

  #entriesRead(id: string) {
    const heard = this.#of(id);
    // An event that came meanwhile was put into what this reading has replaced.
    if (heard.events !== heard.eventsAtRead) this.#readAgain(id);
  }

  #conversationRead(id: string, conversation: Conversation) {
    const heard = this.#of(id);
    if (heard.version !== null) return;
    heard.version = conversation.version;
    const entries = this.#client.getQueryData<Pages<Entry>>(entriesQuery(id).queryKey);
    if (entries && hasGap(entries, conversation.last_seq)) this.#readAgain(id);
  }

  #readAgain(id: string) {
    // After the change of the cache that has led here.
    queueMicrotask(() => {
      for (const { queryKey } of [entriesQuery(id), contextQuery(id)]) {
        // What is not on screen would lose the mark with the next event that is put into it.
        this.#client.removeQueries({ queryKey, type: "inactive" });
        void this.#client.invalidateQueries({ queryKey });
      }
    });
  }

  #conversation(id: string): Conversation | undefined {
    return this.#client.getQueryData(conversationQuery(id).queryKey);
  }

  #of(id: string): Heard {
    const known = this.#heard.get(id);
    if (known) return known;
    const heard = { version: null, events: 0, eventsAtRead: 0 };
    this.#heard.set(id, heard);
    return heard;
  }
}

const ALL = new WeakMap<QueryClient, Continuity>();

/** The one that watches over this cache, from the first call on. */
export function continuityOf(client: QueryClient): Continuity {
  const known = ALL.get(client);
  if (known) return known;
  const continuity = new Continuity(client);
  ALL.set(client, continuity);
  return continuity;
}
