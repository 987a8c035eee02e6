import type {
  Actor,
  Contact,
  Conversation,
  Counts,
  Entry,
  Fact,
  Interaction,
  Presence,
} from "@rapport/api-client";

/** What the desk says to the server. */
export type ClientFrame =
  | { type: "hello"; after: number | null; topics: string[] }
  | { type: "subscribe" | "unsubscribe"; topics: string[] }
  | { type: "typing"; conversation_id: string }
  | { type: "viewing"; conversation_id: string | null }
  | { type: "ping" };

/** What the server says to the desk. */
export type ServerFrame =
  | { type: "ready"; seq: number }
  | { type: "event"; seq: number; event: DeskEvent }
  | { type: "typing"; conversation_id: string; by: Actor }
  | { type: "counts"; counts: Counts }
  | { type: "online"; conversation_id: string; online: boolean }
  | { type: "resync"; reason: string }
  | { type: "pong" };

interface EventOf<T extends string, D> {
  seq: number;
  version: number;
  type: T;
  at: string;
  actor: Actor;
  data: D;
}

type ConversationVerb = "started" | "resolved" | "reopened" | "assigned" | "read" | "delivered";
type InteractionVerb =
  | "queued"
  | "offered"
  | "declined"
  | "timed_out"
  | "accepted"
  | "transferred"
  | "wrap_up_started"
  | "wrapped_up"
  | "ended";
type DirectoryKind =
  | "brand"
  | "site"
  | "hours"
  | "skill"
  | "queue"
  | "inbox"
  | "agent"
  | "disposition"
  | "canned_reply";

/** One record of the event log, as it reaches the desk. */
export type DeskEvent =
  | EventOf<"message.created" | "note.created", { conversation: Conversation; entry: Entry }>
  | EventOf<`conversation.${ConversationVerb}`, { conversation: Conversation; entry?: Entry }>
  | EventOf<
      `interaction.${InteractionVerb}`,
      { conversation: Conversation; interaction: Interaction; entry?: Entry }
    >
  | EventOf<"presence.changed", { presence: Presence }>
  | EventOf<"contact.updated", { contact: Contact }>
  | EventOf<"context.changed", { conversation_id: string; items: Fact[] }>
  | EventOf<
      `${DirectoryKind}.${"created" | "updated" | "archived"}`,
      { record: { id: string; version: number } }
    >;
