import type { Attachment, Entry, MailRoute } from "@rapport/api-client";
import type { Span } from "@rapport/text";

export const BACKOFF_MIN_MS = 1_000;
export const BACKOFF_MAX_MS = 30_000;
/** What a tab keeps of unsent words; with the longest texts it still fits the browser's storage. */
export const PENDING_MAX = 100;

/** Where a message stands on its way; each state holds exactly what it needs. */
export type PendingState =
  /** Can be taken back until this moment; then it goes out. */
  | { kind: "held"; until_ms: number }
  /** Goes out when what was written before it has arrived. */
  | { kind: "queued"; attempt: number }
  | { kind: "sending"; attempt: number }
  /** There was no answer: it is sent again by itself, at the latest at this moment. */
  | { kind: "waiting"; attempt: number; until_ms: number; cause: WaitingCause }
  /** The server said no; the agent decides. */
  | { kind: "refused"; reason: string };

/** Whether the network did not carry it or the server could not take it. */
export type WaitingCause = "network" | "server";

/** Something an agent wrote that the server has not confirmed yet. */
export interface Pending {
  /** The Idempotency-Key, and the React key before and after confirmation. */
  key: string;
  /** Sent in this agent's name only, whoever else signs in in the same tab. */
  author_id: string;
  conversation_id: string;
  kind: "message" | "note";
  text: string;
  /** How it looks, and how it was typed; left out where all of it looks as usual. */
  spans?: Span[];
  source?: string;
  /** Uploaded already; left out where there are none. */
  attachments?: Attachment[];
  /** Agents whom a note names; left out where there are none. */
  mentioned?: string[];
  /** By what it goes; left out: by what the contact wrote by last. */
  inbox_id?: string;
  /** Of an e-mail that does not simply answer. */
  mail?: MailRoute;
  at: string;
  state: PendingState;
  /** Set when its entry arrived as an event before the POST was answered. */
  entry_id: string | null;
}

/** The moment and the dice come from outside, so that a test can replay any day. */
export interface Moment {
  now_ms: number;
  /** In 0..1. */
  chance: number;
}

export interface OutboxState {
  /** Who is signed in, the only one whose messages go out. */
  me: string | null;
  /** In the order of writing. */
  items: readonly Pending[];
}

export type OutboxInput =
  | { kind: "signed_in"; me: string }
  | { kind: "signed_out" }
  | { kind: "written"; item: Pending }
  /** The network is back, as far as the browser or the socket can tell. */
  | { kind: "connected" }
  | { kind: "tick" }
  /** The page goes: nobody can take anything back any more. */
  | { kind: "leaving" }
  | { kind: "answered"; key: string }
  | { kind: "lost"; key: string; cause: WaitingCause }
  | { kind: "refused"; key: string; reason: string }
  | { kind: "seen"; entry: Entry }
  /** What was refused was not stored, so it goes out under a new key: the old one has the refusal for an answer. */
  | { kind: "retried"; key: string; fresh: string }
  | { kind: "discarded"; key: string };

export interface OutboxStep {
  state: OutboxState;
  /** To be posted now. */
  post: Pending[];
}

/**
 * What happens to unsent messages: a pure function of the state, the input and the moment. One message of a
 * conversation is on its way at a time, so the order of writing is the order of arriving.
 */
export function step(state: OutboxState, input: OutboxInput, moment: Moment): OutboxStep {
  return pump(changed(state, input, moment));
}

function changed(state: OutboxState, input: OutboxInput, { now_ms, chance }: Moment): OutboxState {
  const { items } = state;
  const one = (key: string, change: (item: Pending) => Pending): OutboxState => ({
    ...state,
    items: items.map((item) => (item.key === key ? change(item) : item)),
  });
  const without = (key: string): OutboxState => ({ ...state, items: items.filter((it) => it.key !== key) });

  switch (input.kind) {
    case "signed_in":
      return { ...state, me: input.me };
    case "signed_out":
      return { ...state, me: null };
    case "written":
      return items.length < PENDING_MAX ? { ...state, items: [...items, input.item] } : state;
    case "connected":
      return { ...state, items: items.map((item) => (item.state.kind === "waiting" ? dueNow(item) : item)) };
    case "tick":
      return {
        ...state,
        items: items.map((item) =>
          "until_ms" in item.state && now_ms >= item.state.until_ms ? again(item) : item,
        ),
      };
    case "leaving":
      return { ...state, items: items.map((item) => (item.state.kind === "held" ? dueNow(item) : item)) };
    case "answered":
    case "discarded":
      return without(input.key);
    case "lost":
      return one(input.key, (item) => {
        const attempt = "attempt" in item.state ? item.state.attempt + 1 : 0;
        const until_ms = now_ms + backoff_ms(attempt, chance);
        return { ...item, state: { kind: "waiting", attempt, until_ms, cause: input.cause } };
      });
    case "refused":
      return one(input.key, (item) => ({
        ...item,
        entry_id: null,
        state: { kind: "refused", reason: input.reason },
      }));
    case "seen": {
      const item = itemOf(items, input.entry);
      return item ? one(item.key, (it) => ({ ...it, entry_id: input.entry.id })) : state;
    }
    case "retried":
      return one(input.key, (item) => ({
        ...item,
        key: input.fresh,
        state: { kind: "queued", attempt: 0 },
      }));
  }
}

function dueNow(item: Pending): Pending {
  return { ...item, state: { kind: "queued", attempt: 0 } };
}

function again(item: Pending): Pending {
  const attempt = item.state.kind === "waiting" ? item.state.attempt : 0;
  return { ...item, state: { kind: "queued", attempt } };
}

function backoff_ms(attempt: number, chance: number): number {
  const ceiling_ms = Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** attempt);
  return Math.round(BACKOFF_MIN_MS / 2 + chance * (ceiling_ms - BACKOFF_MIN_MS / 2));
}

/** The first message of each conversation goes out, unless it waits; what was refused holds nobody up. */
function pump(state: OutboxState): OutboxStep {
  const post: Pending[] = [];
  const held = new Set<string>();
  for (const { conversation_id, state: its } of state.items) {
    if (its.kind === "sending") held.add(conversation_id);
  }
  const items = state.items.map((item) => {
    if (item.author_id !== state.me || item.state.kind === "refused") return item;
    if (held.has(item.conversation_id)) return item;
    held.add(item.conversation_id);
    if (item.state.kind !== "queued") return item;
    const sent: Pending = { ...item, state: { kind: "sending", attempt: item.state.attempt } };
    post.push(sent);
    return sent;
  });
  return { state: { ...state, items: post.length > 0 ? items : state.items }, post };
}

/**
 * Which item an entry is. A message's entry carries the key. A note's does not, so the oldest unmatched one of
 * the same words is presumed to be it; only the POST's answer makes that certain.
 */
export function itemOf(items: readonly Pending[], entry: Entry): Pending | undefined {
  if (entry.kind === "message") {
    return entry.client_id ? items.find((item) => item.key === entry.client_id) : undefined;
  }
  if (entry.kind !== "note") return undefined;
  return items.find(
    (item) =>
      item.kind === "note" &&
      item.author_id === entry.author.id &&
      item.conversation_id === entry.conversation_id &&
      item.text === entry.text &&
      item.entry_id === null &&
      item.state.kind !== "refused",
  );
}

/** After a reload nothing is under way any more: what was goes out again, under its old key. */
export function restored(items: readonly Pending[]): Pending[] {
  return items.map((item) => (item.state.kind === "refused" ? item : dueNow(item)));
}

/** When something that waits is due, or null. */
export function wake_ms({ me, items }: OutboxState): number | null {
  const due = items.flatMap(({ author_id, state }) =>
    author_id === me && "until_ms" in state ? [state.until_ms] : [],
  );
  return due.length > 0 ? Math.min(...due) : null;
}

export type Progress = "held" | "sending" | WaitingCause;

/** What the reader is told: a message whose turn has not come waits for the same as the one before it. */
export function progressOf(items: readonly Pending[], item: Pending): Progress {
  if (item.state.kind === "held") return "held";
  const first = items.find(
    (it) => it.conversation_id === item.conversation_id && it.state.kind !== "refused",
  );
  return first?.state.kind === "waiting" ? first.state.cause : "sending";
}
