import type { Context, PageView } from "../../bridge/messages";
import { type Answers, type KnownVisitor, NOBODY } from "../pre_chat/field";
import type { Returning } from "./returning";
import { type Cursor, START } from "./timeline";
import type { Attachment, ClientFrame, ServerFrame, VisitorConversation, VisitorEntry } from "./wire";

/** A message that the visitor wrote and the server has not acknowledged yet. */
export interface Pending {
  client_id: string;
  text: string;
  /** Uploaded already; left out where there are none. */
  attachments?: readonly Attachment[];
  /** To what was asked before it; left out where nothing was. */
  answers?: Answers;
  /** When it was written, RFC 3339. */
  at: string;
  /** Why the server refused it; null while it waits or is on its way. */
  refusal: { code: string } | null;
}

export interface Rating {
  score: number;
  comment: string | null;
}

/** Words by which the chat spoke first. */
export interface Invitation {
  rule_id: string;
  text: string;
  /** When the visitor took it up, RFC 3339. */
  at: string;
}

export type Link =
  | { kind: "idle" }
  | { kind: "connecting"; attempt: number; until: number }
  | { kind: "live"; attempt: number; since: number; ping_at: number; pong_until: number | null }
  | { kind: "waiting"; attempt: number; until: number };

/** Everything the frame knows about its line to the server. Times are epoch milliseconds. */
export interface Session {
  link: Link;
  /** Welcomed at least once: until then the past is unknown, not empty. */
  greeted: boolean;
  online: boolean;
  token: string | null;
  /** What the server knows of the visitor. */
  visitor: KnownVisitor;
  language: string;
  /** Null until the page that embeds us has said it. */
  page: PageView | null;
  /** The page as the server last heard it, on this line or the one before. */
  page_told: PageView | null;
  /** What the page says is known already. */
  context: Context;
  context_told: Context | null;
  /** What the page says of who the visitor is, signed by the business. */
  identity: string | null;
  /** Whose this browser is since somebody was named, by the business's own id. */
  who: string | null;
  /** They came by the link in a mail. */
  returning: Returning | null;
  /** What the chat said first and the visitor answers, until the server has it. */
  invitation: Invitation | null;
  /** Rules that applied lately and were held out from this visitor. */
  held_out: readonly string[];
  /** Where the visitor can be reached, until the server has it. */
  address: string | null;
  /** How the visitor found it, until the server shows that it has it. */
  rating: Rating | null;
  conversation: VisitorConversation | null;
  entries: readonly VisitorEntry[];
  /** Older entries exist than those held. */
  truncated: boolean;
  cursor: Cursor;
  /** The next welcome replaces what is held instead of adding to it. */
  replace: boolean;
  outbox: readonly Pending[];
  /** The one message on its way: the next leaves after its answer, so that order is kept. */
  in_flight: string | null;
  /** The server asked to slow down until then. */
  hold_until: number | null;
  typing: { name: string | null; until: number } | null;
  typing_sent_at: number;
  /** What agents may see of the field and were not told yet. */
  typing_unsent: string | null;
  /** The visitor is looking at the newest message. */
  reading: boolean;
  delivered_sent: number;
  read_seq: number;
  read_sent: number;
  marks_at: number | null;
}

export type Input =
  | { kind: "connect" }
  /** `outbox`: what this and other tabs keep in storage. */
  | { kind: "opened"; outbox: readonly Pending[] }
  | { kind: "closed" }
  | { kind: "frame"; frame: ServerFrame }
  | { kind: "tick" }
  | { kind: "network"; online: boolean }
  /** The page was brought back to the front, or the machine woke up. */
  | { kind: "wake" }
  | {
      kind: "write";
      client_id: string;
      text: string;
      attachments?: readonly Attachment[];
      answers?: Answers;
    }
  | { kind: "retry"; client_id: string; answers?: Answers }
  | { kind: "discard"; client_id: string }
  /** `text`: what is in the field, where agents may see it; empty once it is cleared. */
  | { kind: "typing"; text: string | null }
  | { kind: "page"; page: PageView }
  | { kind: "context"; context: Context }
  | { kind: "identity"; token: string | null; who: string | null }
  | { kind: "forget" }
  | { kind: "return_offered"; token: string }
  | { kind: "return_asked"; nonce: string }
  /** They have read why the link was refused. */
  | { kind: "return_closed" }
  | { kind: "invited"; invitation: Omit<Invitation, "at"> }
  | { kind: "address"; address: string }
  | { kind: "rate"; rating: Rating }
  | { kind: "held_out"; rule_ids: readonly string[] }
  | { kind: "reading"; reading: boolean };

export type Effect =
  | { kind: "dial" }
  | { kind: "hang_up" }
  | { kind: "transmit"; frame: ClientFrame }
  | { kind: "keep_token"; token: string }
  | { kind: "keep_who"; who: string | null }
  /** Whoever this browser was, it is nobody now. */
  | { kind: "forget_visitor" }
  /** For whoever builds the page. */
  | { kind: "warn"; detail: string }
  | { kind: "keep_pending"; pending: Pending }
  | { kind: "forget_pending"; client_id: string };

/** Time and chance come in as arguments, so that a simulation can replay any day. */
export interface World {
  now: number;
  /** In 0..1. */
  random: number;
}

export interface Step {
  session: Session;
  effects: Effect[];
}

export function newSession(
  { token, who }: Pick<Session, "token" | "who">,
  language: string,
  page: PageView | null,
  outbox: readonly Pending[],
): Session {
  return {
    link: { kind: "idle" },
    greeted: false,
    online: true,
    token,
    visitor: NOBODY,
    language,
    page,
    page_told: null,
    context: {},
    context_told: null,
    identity: null,
    who,
    returning: null,
    invitation: null,
    held_out: [],
    address: null,
    rating: null,
    conversation: null,
    entries: [],
    truncated: false,
    cursor: START,
    replace: false,
    outbox,
    in_flight: null,
    hold_until: null,
    typing: null,
    typing_sent_at: 0,
    typing_unsent: null,
    reading: false,
    delivered_sent: 0,
    read_seq: 0,
    read_sent: 0,
    marks_at: null,
  };
}

/** Runs `next` on the outcome of a step and joins the effects. */
export function andThen(step: Step, next: (session: Session) => Step): Step {
  const { session, effects } = next(step.session);
  return { session, effects: [...step.effects, ...effects] };
}

export function unchanged(session: Session): Step {
  return { session, effects: [] };
}
