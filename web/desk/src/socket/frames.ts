import type { Actor, DeskEvent, Draft } from "@rapport/api-client";

export type { DeskEvent } from "@rapport/api-client";

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
  | { type: "event"; event: DeskEvent }
  | { type: "typing"; conversation_id: string; by: Actor; text?: string }
  | { type: "subscribed"; topics: string[] }
  /** All who have it on their screens. */
  | { type: "viewers"; conversation_id: string; agents: Actor[] }
  | { type: "draft"; conversation_id: string; draft: Draft | null }
  | { type: "refused"; detail: string }
  | { type: "online"; conversation_id: string; online: boolean }
  | { type: "resync"; reason: string }
  | { type: "pong" };
