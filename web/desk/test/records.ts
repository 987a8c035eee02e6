import type { Actor, Conversation, Entry, Interaction } from "@rapport/api-client";
import type { Pending } from "~/conversation/outbox";

export const ME = "agent_me";
export const me: Actor = { kind: "agent", id: ME, name: "Marta" };
export const customer: Actor = { kind: "contact", id: "contact_1", name: "Hannah" };

export function conversation(patch: Partial<Conversation> = {}): Conversation {
  return {
    id: "conversation_1",
    contact: { id: "contact_1", name: "Hannah" },
    brand_id: "brand_1",
    inbox_id: "inbox_1",
    channel: "webchat",
    queue_id: "queue_1",
    assignee_id: ME,
    status: "open",
    snoozed_until: null,
    tag_ids: [],
    proactive_rule_id: null,
    rating: null,
    merged_into_id: null,
    merge_suggestion_id: null,
    subject: null,
    preview: null,
    unread: 0,
    last_seq: 1,
    agent_read_seq: 0,
    version: 1,
    created_at: "2026-01-01T09:00:00Z",
    updated_at: "2026-01-01T09:00:00Z",
    contact_delivered_seq: 0,
    contact_read_seq: 0,
    contact_online: true,
    interaction: null,
    ...patch,
  };
}

export function interaction(patch: Partial<Interaction> = {}): Interaction {
  return {
    id: "interaction_1",
    conversation_id: "conversation_1",
    queue_id: "queue_1",
    channel: "webchat",
    priority: 5,
    preferred_agent_id: null,
    language: null,
    enqueued_at: "2026-01-01T09:00:00Z",
    version: 1,
    state: { kind: "waiting" },
    ...patch,
  };
}

type Message = Extract<Entry, { kind: "message" }>;

export function message(seq: number, patch: Partial<Message> = {}): Message {
  return {
    id: `entry_${seq}`,
    seq,
    conversation_id: "conversation_1",
    inbox_id: "inbox_1",
    channel: "webchat",
    author: customer,
    at: `2026-01-01T09:${String(seq).padStart(2, "0")}:00Z`,
    kind: "message",
    text: `message ${seq}`,
    delivery: null,
    client_id: null,
    ...patch,
  };
}

export function happened(seq: number, type: "conversation.started" | "conversation.resolved"): Entry {
  const {
    text: _,
    delivery: __,
    ...rest
  } = message(seq, { author: { kind: "system", id: null, name: null } });
  return { ...rest, kind: "event", event: { type } };
}

/** What an agent has just written. */
export function pending(patch: Partial<Pending> = {}): Pending {
  return {
    key: "key_1",
    author_id: ME,
    conversation_id: "conversation_1",
    kind: "message",
    text: "hello",
    at: "2026-01-01T09:30:00Z",
    state: { kind: "queued", attempt: 0 },
    entry_id: null,
    ...patch,
  };
}
