import type { Actor, Attachment, Entry } from "@rapport/api-client";
import type { Span } from "@rapport/text";
import { type Pending, type Progress, progressOf } from "./outbox";

/** Messages of one author this close together read as one turn. */
export const GROUP_WITHIN_MS = 5 * 60_000;

type Written = Exclude<Entry, { kind: "event" }>;
type EventEntry = Extract<Entry, { kind: "event" }>;

export interface WrittenItem {
  key: string;
  at: string;
  text: string;
  /** How it looks, where not as usual. */
  spans: readonly Span[];
  attachments: readonly Attachment[];
  /** Agents whom a note names. */
  mentioned: readonly string[];
  /** Null while the server has not confirmed it. */
  entry: Written | null;
  pending: Pending | null;
  /** Of what is pending: what it waits for. */
  progress: Progress | null;
}

export type Block =
  | { kind: "day"; key: string; at: string }
  | { kind: "channel"; key: string; at: string; channel: string }
  | { kind: "turn"; key: string; variant: "message" | "note"; author: Actor; items: WrittenItem[] }
  | { kind: "events"; key: string; entries: EventEntry[] };

export interface TimelineInput {
  /** Oldest first. */
  entries: Entry[];
  pending: Pending[];
  me: Actor;
  keyOf: (entry: Entry) => string;
  /** The calendar day of a moment, in the agent's zone. */
  dayOf: (at: string) => string;
}

/** Turns entries into what the eye reads: days, turns of one author, folded events. */
export function blocksOf({ entries, pending, me, keyOf, dayOf }: TimelineInput): Block[] {
  const blocks: Block[] = [];
  let day = "";
  let channel: string | null = null;

  const startDay = (at: string) => {
    const next = dayOf(at);
    if (next === day) return;
    day = next;
    blocks.push({ kind: "day", key: `day ${next}`, at });
  };

  for (const entry of entries) {
    startDay(entry.at);
    if (entry.kind === "event") {
      addEvent(blocks, entry);
      continue;
    }
    if (entry.kind === "message" && entry.channel) {
      if (channel && channel !== entry.channel) {
        blocks.push({ kind: "channel", key: `channel ${entry.id}`, at: entry.at, channel: entry.channel });
      }
      channel = entry.channel;
    }
    const { at, text, spans = [], attachments = [] } = entry;
    const mentioned = (entry.kind === "note" && entry.mentioned_agent_ids) || [];
    const item = {
      key: keyOf(entry),
      at,
      text,
      spans,
      attachments,
      mentioned,
      entry,
      pending: null,
      progress: null,
    };
    addWritten(blocks, entry.kind, entry.author, item);
  }

  const shown = new Set(entries.map((entry) => entry.id));
  for (const item of pending) {
    if (item.entry_id && shown.has(item.entry_id)) continue;
    startDay(item.at);
    addWritten(blocks, item.kind, me, {
      key: item.key,
      at: item.at,
      text: item.text,
      spans: item.spans ?? [],
      attachments: item.attachments ?? [],
      mentioned: item.mentioned ?? [],
      entry: null,
      pending: item,
      progress: progressOf(pending, item),
    });
  }
  return blocks;
}

/** The events of merging whose conversations are still a part: those can be split off. Oldest first. */
export function stillMerged(entries: Entry[]): Set<string> {
  const events = new Map<string, string>();
  for (const entry of entries) {
    if (entry.kind !== "event") continue;
    const { event } = entry;
    if (event.type === "conversation.absorbed") events.set(event.conversation_id, entry.id);
    if (event.type === "conversation.released") events.delete(event.conversation_id);
  }
  return new Set(events.values());
}

function addEvent(blocks: Block[], entry: EventEntry) {
  const last = blocks.at(-1);
  if (last?.kind === "events") last.entries.push(entry);
  else blocks.push({ kind: "events", key: entry.id, entries: [entry] });
}

function addWritten(blocks: Block[], variant: "message" | "note", author: Actor, item: WrittenItem) {
  const last = blocks.at(-1);
  if (last?.kind === "turn" && last.variant === variant && sameActor(last.author, author)) {
    const before = last.items.at(-1);
    if (before && Date.parse(item.at) - Date.parse(before.at) < GROUP_WITHIN_MS) {
      last.items.push(item);
      return;
    }
  }
  blocks.push({ kind: "turn", key: item.key, variant, author, items: [item] });
}

function sameActor(a: Actor, b: Actor): boolean {
  return a.kind === b.kind && a.id === b.id;
}
