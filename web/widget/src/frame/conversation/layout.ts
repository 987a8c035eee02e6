import type { Span } from "@rapport/text";
import type { Invitation, Pending } from "../connection/session";
import type { Attachment, VisitorEntry } from "../connection/wire";
import { daysApart } from "../words/times";

export interface Said {
  /** The same before and after the server has stored it, so that a bubble is not drawn anew. */
  key: string;
  text: string;
  spans: readonly Span[];
  attachments: readonly Attachment[];
  at: Date;
  /** Null while it is not stored. */
  entry: VisitorEntry | null;
  pending: Pending | null;
}

export type Author = { kind: "contact" } | { kind: "agent"; name: string | null };

export type Item =
  | { kind: "day"; key: string; at: Date }
  | { kind: "notice"; key: string; entry: VisitorEntry }
  | { kind: "group"; key: string; author: Author; said: Said[] };

/** Messages of one author this close together are one group. */
const GROUP_MS_MAX = 5 * 60_000;

/** What the chat said first stands before the answer, also before the server has either. */
export function withInvitation(
  entries: readonly VisitorEntry[],
  invitation: Invitation | null,
): readonly VisitorEntry[] {
  if (!invitation || entries.some((entry) => entry.author.kind === "bot")) return entries;
  const { text, at } = invitation;
  const said: VisitorEntry = {
    id: "invitation",
    seq: 0,
    kind: "message",
    author: { kind: "bot", name: null },
    at,
    text,
  };
  return [said, ...entries];
}

/** The conversation as it is drawn: days, notices, and groups of one author; the unsent come last. */
export function layOut(entries: readonly VisitorEntry[], outbox: readonly Pending[]): Item[] {
  const items: Item[] = [];
  let last: Date | null = null;
  const dated = (at: Date) => {
    if (last === null || daysApart(at, last) !== 0) {
      items.push({ kind: "day", key: `day ${at.toDateString()} ${items.length}`, at });
    }
  };
  let joined: string | null = null;
  for (const entry of entries) {
    const at = new Date(entry.at);
    if (entry.kind === "event") {
      const { type, name = null } = entry.event ?? { type: "" };
      // Accepting and being assigned both make somebody join; a visitor is told once.
      const again = type === "agent_joined" && name === joined;
      joined = type === "agent_joined" ? name : null;
      if (again || !NOTICES.has(type)) continue;
    }
    dated(at);
    if (entry.kind === "event") {
      items.push({ kind: "notice", key: entry.id, entry });
    } else {
      const key = entry.client_id ?? entry.id;
      const author: Author =
        entry.author.kind === "contact" ? { kind: "contact" } : { kind: "agent", name: entry.author.name };
      const { text = "", spans = [], attachments = [] } = entry;
      append(items, author, { key, text, spans, attachments, at, entry, pending: null });
    }
    last = at;
  }
  for (const pending of outbox) {
    const written = new Date(pending.at);
    // A clock that runs behind the server's must not put what is unsent onto an earlier day.
    const at: Date = last !== null && written < last ? last : written;
    dated(at);
    append(
      items,
      { kind: "contact" },
      {
        key: pending.client_id,
        text: pending.text,
        spans: [],
        attachments: pending.attachments ?? [],
        at,
        entry: null,
        pending,
      },
    );
    last = at;
  }
  return items;
}

const NOTICES = new Set(["agent_joined", "transferred", "resolved"]);

function append(items: Item[], author: Author, said: Said): void {
  const open = items.at(-1);
  if (open?.kind === "group" && sameAuthor(open.author, author)) {
    const before = open.said.at(-1);
    if (before && said.at.getTime() - before.at.getTime() <= GROUP_MS_MAX) {
      open.said.push(said);
      return;
    }
  }
  items.push({ kind: "group", key: said.key, author, said: [said] });
}

function sameAuthor(one: Author, other: Author): boolean {
  if (one.kind === "contact" || other.kind === "contact") return one.kind === other.kind;
  return one.name === other.name;
}
