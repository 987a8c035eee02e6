import type { ClientFrame, ServerFrame } from "./frames";

/** How often an idle connection is asked whether it lives. */
export const PING_EVERY_MS = 15_000;
/** With the ping interval: a connection without an answer counts as dead after 25 s. */
export const PONG_WITHIN_MS = 10_000;
export const CONNECT_WITHIN_MS = 10_000;
export const BACKOFF_MIN_MS = 500;
export const BACKOFF_MAX_MS = 30_000;

/** Where the connection stands; each phase holds exactly what it needs. */
export type Phase =
  | { kind: "stopped" }
  | { kind: "connecting"; attempt: number; since_ms: number }
  | { kind: "greeting"; attempt: number; since_ms: number }
  | { kind: "live"; heard_ms: number; pinged_ms: number | null }
  | { kind: "waiting"; attempt: number; until_ms: number };

export interface SocketState {
  phase: Phase;
  /** The last event seen; null asks the server to begin at the present. */
  last_seq: number | null;
  /** Set when events may have been missed that the server will not replay. */
  refetch_on_ready: boolean;
  /** How many parts of the screen want each topic. */
  topics: Readonly<Record<string, number>>;
}

export type Input =
  | { kind: "start" }
  | { kind: "stop" }
  | { kind: "opened" }
  | { kind: "closed" }
  | { kind: "frame"; frame: ServerFrame }
  | { kind: "say"; frame: ClientFrame }
  | { kind: "retain"; topics: string[] }
  | { kind: "release"; topics: string[] }
  | { kind: "retry_now" }
  | { kind: "tick" };

export type Effect =
  | { kind: "open" }
  | { kind: "close" }
  | { kind: "send"; frame: ClientFrame }
  | { kind: "publish"; frame: ServerFrame }
  | { kind: "refetch" };

export const initialState: SocketState = {
  phase: { kind: "stopped" },
  last_seq: null,
  refetch_on_ready: true,
  topics: {},
};
