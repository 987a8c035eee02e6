import type { Attachment } from "@rapport/attachments";
import type { Span } from "@rapport/text";
import type { Answers, KnownVisitor } from "../pre_chat/field";

/** The visitor side of the web-chat socket, as the server speaks it. */

export type { Attachment };

export interface VisitorEntry {
  id: string;
  /** Of the one visitor's conversation that the entry belongs to; ids sort by the time of their start. */
  conversation_id?: string;
  /** Grows within a conversation; gaps are what the visitor may not see. */
  seq: number;
  kind: "message" | "event";
  author: { kind: "contact" | "agent" | "system" | "bot"; name: string | null };
  at: string;
  text?: string;
  /** How the text looks, where not as usual. */
  spans?: Span[];
  attachments?: Attachment[];
  event?: { type: string; name?: string | null };
  client_id?: string;
}

/** Whether somebody is there to answer. */
export interface Availability {
  open: boolean;
  next_opening_at: string | null;
  agents_online: boolean;
}

export interface VisitorConversation {
  id: string;
  state: "waiting" | "active" | "resolved";
  position: number | null;
  estimated_wait_ms: number | null;
  /** Of the queue in which it waits; absent from a server that is older than it. */
  availability?: Availability | null;
  agent: { name: string } | null;
  agent_read_seq: number;
  agent_delivered_seq: number;
  contact_read_seq?: number;
  rating?: { score: number; comment: string | null } | null;
}

export type ServerFrame =
  | {
      type: "welcome";
      token: string;
      visitor: KnownVisitor;
      conversation: VisitorConversation | null;
      entries: VisitorEntry[];
      truncated?: boolean;
    }
  | { type: "ack"; client_id: string; entry: VisitorEntry }
  | { type: "refused"; client_id: string | null; code: string; detail: string; retry_after_ms?: number }
  | { type: "entry"; entry: VisitorEntry }
  | { type: "state"; conversation: VisitorConversation }
  | { type: "visitor"; visitor: KnownVisitor }
  | { type: "typing"; by: { name: string | null } }
  | { type: "resync" }
  | { type: "pong" };

/** Where the visitor is, and was. */
export interface PageTold {
  url: string;
  title: string;
  visited: readonly { url: string; title: string; ago_ms: number }[];
}

export type ClientFrame =
  | {
      type: "hello";
      token: string | null;
      identity: string | null;
      /** Of the link in a mail, if the visitor asks to come back by it. */
      return_link: { token: string; nonce: string } | null;
      conversation_id: string | null;
      after: number | null;
      language: string;
      page: PageTold | null;
      context: Readonly<Record<string, string | null>>;
    }
  | {
      type: "message";
      client_id: string;
      text: string;
      attachment_ids?: string[];
      proactive_rule_id?: string;
      held_out_rule_ids?: readonly string[];
      answers?: Answers;
    }
  | { type: "typing"; text?: string }
  | { type: "delivered"; up_to_seq: number }
  | { type: "read"; up_to_seq: number }
  | ({ type: "page" } & PageTold)
  | { type: "address"; address: string }
  | { type: "rate"; score: number; comment: string | null }
  | { type: "context"; context: Readonly<Record<string, string | null>> }
  | { type: "ping" };

/** A frame that this version knows, or null: a newer server may say more than we understand. */
export function parseServerFrame(text: string): ServerFrame | null {
  try {
    const frame = JSON.parse(text) as ServerFrame | null;
    return frame !== null && KNOWN.has(frame.type) ? frame : null;
  } catch {
    return null;
  }
}

const KNOWN = new Set<string>([
  "welcome",
  "ack",
  "refused",
  "entry",
  "state",
  "visitor",
  "typing",
  "resync",
  "pong",
]);
