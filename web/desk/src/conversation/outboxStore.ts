import { type Attachment, type Entry, type MailRoute, ProblemError, unwrap } from "@rapport/api-client";
import { useSyncExternalStore } from "react";
import { api } from "~/api/client";
import { markedOf } from "./markup";
import {
  itemOf,
  type OutboxInput,
  type OutboxState,
  PENDING_MAX,
  type Pending,
  restored,
  step,
  type WaitingCause,
  wake_ms,
} from "./outbox";

/** A new name with every change of what is kept, so that an older shape is not read. */
const STORAGE_KEY = "rapport.outbox.3";

/** A dead network may never say so; after this the message is sent again, under its key. */
const ANSWERED_WITHIN_MS = 20_000;

/** What is sent: words, files that were uploaded, or both. */
export interface Sending {
  kind: Pending["kind"];
  /** As it was typed, with the signs of its marks. */
  source: string;
  attachments?: Attachment[];
  /** Agents whom a note names. */
  mentioned?: string[];
  /** By what it goes; left out: by what the contact wrote by last. */
  inbox_id?: string;
  /** Of an e-mail that does not simply answer. */
  mail?: MailRoute;
}

export interface Surroundings {
  /** Brings a confirmed entry onto the screen. */
  deliver: (entry: Entry) => void;
  /** The server does not know this session any more. */
  unauthorised: () => void;
}

/** Performs what `step` decides, with the real clock, network and storage. Survives a reload of the tab. */
class Outbox {
  #state: OutboxState = { me: null, items: load() };
  #surroundings: Surroundings | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The key an entry had while it was pending, so that its place on screen is kept. */
  readonly #keys = new Map<string, string>();
  /** What to do once a message has arrived; forgotten with a reload. */
  readonly #arrivals = new Map<string, () => void>();
  /** Conversations that were merged, and into which. */
  readonly #followed = new Map<string, string>();
  readonly #watchers = new Set<() => void>();
  readonly #takers = new Set<(item: Pending) => void>();
  #leaving = false;

  watch = (watcher: () => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  getItems = (): readonly Pending[] => this.#state.items;

  keyOf(entry: Entry): string {
    return this.#keys.get(entry.id) ?? entry.id;
  }

  /** From now on what this agent has written goes out, beginning with what is left from before. */
  start(me: string, surroundings: Surroundings): () => void {
    this.#surroundings = surroundings;
    this.#handle({ kind: "signed_in", me });
    window.addEventListener("pagehide", this.#leave);
    return () => {
      window.removeEventListener("pagehide", this.#leave);
      this.#surroundings = null;
      this.#handle({ kind: "signed_out" });
    };
  }

  /** A conversation was merged: what waits there is shown in the other. Its address stays, or it could go twice. */
  follow(from: string, into: string) {
    this.#followed.set(from, into);
  }

  /** The conversation in which an item is shown. */
  placeOf({ conversation_id }: Pending): string {
    return this.#followed.get(conversation_id) ?? conversation_id;
  }

  connected() {
    this.#handle({ kind: "connected" });
  }

  /** False when there is no room for more unsent words. For `hold_ms` it can be taken back. */
  send(conversation_id: string, sending: Sending, hold_ms: number, onArrival?: () => void): boolean {
    const { me, items } = this.#state;
    if (me === null || items.length >= PENDING_MAX) return false;
    const key = crypto.randomUUID();
    if (onArrival) this.#arrivals.set(key, onArrival);
    const now_ms = Date.now();
    const at = new Date(now_ms).toISOString();
    const state: Pending["state"] =
      hold_ms > 0 ? { kind: "held", until_ms: now_ms + hold_ms } : { kind: "queued", attempt: 0 };
    const { kind, attachments = [], mentioned = [], inbox_id, mail } = sending;
    // Half a letter, as some keyboards and pastes leave it, is no text that JSON could carry.
    const source = sending.source.replace(/\p{Surrogate}/gu, "\ufffd");
    const { text, spans } = markedOf(source);
    const item: Pending = {
      key,
      author_id: me,
      conversation_id,
      kind,
      text,
      ...(spans.length > 0 && { spans, source }),
      ...(attachments.length > 0 && { attachments }),
      ...(mentioned.length > 0 && { mentioned }),
      ...(inbox_id && { inbox_id }),
      ...(mail && { mail }),
      at,
      state,
      entry_id: null,
    };
    this.#handle({ kind: "written", item });
    return true;
  }

  retry(key: string) {
    const fresh = crypto.randomUUID();
    const onArrival = this.#arrivals.get(key);
    this.#arrivals.delete(key);
    if (onArrival) this.#arrivals.set(fresh, onArrival);
    this.#handle({ kind: "retried", key, fresh });
  }

  onTakenBack(taker: (item: Pending) => void): () => void {
    this.#takers.add(taker);
    return () => this.#takers.delete(taker);
  }

  /** Takes back what is still held; what has gone out stays. */
  takeBack(key: string) {
    const item = this.#state.items.find((it) => it.key === key);
    if (item?.state.kind !== "held") return;
    this.discard(key);
    for (const taker of this.#takers) taker(item);
  }

  discard(key: string) {
    this.#arrivals.delete(key);
    this.#handle({ kind: "discarded", key });
  }

  /** An entry comes as an event; `show` brings it onto the screen. */
  witness(entry: Entry, show: () => void) {
    const item = itemOf(this.#state.items, entry);
    if (!item || this.#keys.has(entry.id)) return show();
    this.#keys.set(entry.id, item.key);
    this.#handle({ kind: "seen", entry });
    show();
    if (entry.kind === "message") this.#arrived(item.key);
  }

  async #post(item: Pending): Promise<void> {
    const { key, attachments = [] } = item;
    const ids = attachments.map(({ id }) => id);
    try {
      const entry = await unwrap(
        api.POST(`/api/v1/conversations/{id}/${item.kind === "note" ? "notes" : "messages"}`, {
          params: { path: { id: item.conversation_id }, header: { "Idempotency-Key": key } },
          body: {
            text: item.text,
            ...(item.spans && { spans: item.spans }),
            ...(ids.length > 0 && { attachment_ids: ids }),
            ...(item.mentioned && { mentioned_agent_ids: item.mentioned }),
            ...(item.inbox_id && { inbox_id: item.inbox_id }),
            ...(item.mail && { mail: item.mail }),
          },
          signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
          // The browser finishes it when the page is gone.
          keepalive: this.#leaving,
        }),
      );
      this.#keys.set(entry.id, key);
      // Shown first, dropped second: at no moment are both on screen, or neither.
      this.#surroundings?.deliver(entry);
      this.#arrived(key);
    } catch (error) {
      const cause = waitingCause(error);
      if (error instanceof ProblemError && error.status === 401) this.#surroundings?.unauthorised();
      if (cause) this.#handle({ kind: "lost", key, cause });
      else this.#handle({ kind: "refused", key, reason: (error as ProblemError).message });
    }
  }

  readonly #leave = () => {
    this.#leaving = true;
    this.#handle({ kind: "leaving" });
    // The page may come back as it was.
    this.#leaving = false;
  };

  #arrived(key: string) {
    const onArrival = this.#arrivals.get(key);
    this.#arrivals.delete(key);
    this.#handle({ kind: "answered", key });
    onArrival?.();
  }

  #handle(input: OutboxInput) {
    const before = this.#state;
    const { state, post } = step(before, input, { now_ms: Date.now(), chance: Math.random() });
    this.#state = state;
    this.#sleep();
    if (state.items !== before.items) {
      save(state.items);
      for (const watcher of this.#watchers) watcher();
    }
    for (const item of post) void this.#post(item);
  }

  #sleep() {
    clearTimeout(this.#timer);
    const due_ms = wake_ms(this.#state);
    if (due_ms === null) return;
    this.#timer = setTimeout(() => this.#handle({ kind: "tick" }), Math.max(0, due_ms - Date.now()));
  }
}

/** Statuses under 500 that say "later", not "no": signed out, timed out, the same key under way, too many. */
const LATER = new Set([401, 408, 425, 429]);

/** Why an error is no answer to the message itself; null when the server refused it. */
export function waitingCause(error: unknown): WaitingCause | null {
  if (!(error instanceof ProblemError)) return "network";
  const { status, code } = error;
  if (status === 0) return "network";
  if (status >= 500 || LATER.has(status) || code === "idempotency_in_progress") return "server";
  return null;
}

function load(): Pending[] {
  const stored = sessionStorage.getItem(STORAGE_KEY);
  return stored ? restored(JSON.parse(stored) as Pending[]) : [];
}

function save(items: readonly Pending[]) {
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify(items));
  } catch {
    // No room: they still go out as long as the page stays.
  }
}

export const outbox = new Outbox();

/** The newest reply in this conversation that can still be taken back. */
export function heldIn(conversationId: string): Pending | undefined {
  return outbox
    .getItems()
    .findLast((item) => outbox.placeOf(item) === conversationId && item.state.kind === "held");
}

/** All that the agent wrote and the server has not confirmed, in this conversation. */
export function usePending(conversationId: string, me: string): Pending[] {
  const items = useSyncExternalStore(outbox.watch, outbox.getItems);
  return items.filter((item) => outbox.placeOf(item) === conversationId && item.author_id === me);
}
