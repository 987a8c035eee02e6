import type { ServerFrame } from "./frames";
import {
  BACKOFF_MAX_MS,
  BACKOFF_MIN_MS,
  CONNECT_WITHIN_MS,
  type Effect,
  type Input,
  PING_EVERY_MS,
  PONG_WITHIN_MS,
  type SocketState,
} from "./state";

/** The moment and the dice come from outside, so that a test can replay any day. */
export interface Moment {
  now_ms: number;
  /** In 0..1. */
  chance: number;
}

export interface Step {
  state: SocketState;
  effects: Effect[];
}

/** What happens to the connection: a pure function of its state, the input and the moment. */
export function reduce(state: SocketState, input: Input, moment: Moment): Step {
  switch (input.kind) {
    case "start":
      return state.phase.kind === "stopped" ? connect(state, 0, moment) : same(state);
    case "stop":
      return {
        state: { ...state, phase: { kind: "stopped" }, last_seq: null, refetch_on_ready: true },
        effects: [{ kind: "close" }],
      };
    case "opened":
      return opened(state, moment);
    case "closed":
      return closed(state, moment);
    case "frame":
      return heard(state, input.frame, moment);
    case "say":
      // Typing and viewing matter only now: said to a dead line they are dropped, not kept.
      return state.phase.kind === "live" ? step(state, { kind: "send", frame: input.frame }) : same(state);
    case "retain":
      return retain(state, input.topics);
    case "release":
      return release(state, input.topics);
    case "retry_now":
      return state.phase.kind === "waiting" ? connect(state, state.phase.attempt, moment) : same(state);
    case "tick":
      return tick(state, moment);
  }
}

function same(state: SocketState): Step {
  return { state, effects: [] };
}

function step(state: SocketState, ...effects: Effect[]): Step {
  return { state, effects };
}

function connect(state: SocketState, attempt: number, { now_ms }: Moment): Step {
  return step({ ...state, phase: { kind: "connecting", attempt, since_ms: now_ms } }, { kind: "open" });
}

function opened(state: SocketState, { now_ms }: Moment): Step {
  if (state.phase.kind !== "connecting") return same(state);
  return step(
    { ...state, phase: { kind: "greeting", attempt: state.phase.attempt, since_ms: now_ms } },
    { kind: "send", frame: { type: "hello", after: state.last_seq, topics: Object.keys(state.topics) } },
  );
}

function closed(state: SocketState, { now_ms, chance }: Moment): Step {
  const { phase } = state;
  if (phase.kind === "stopped" || phase.kind === "waiting") return same(state);
  const attempt = phase.kind === "live" ? 0 : phase.attempt + 1;
  // Full jitter: after a server restart a thousand desks must not come back in the same instant.
  const ceiling_ms = Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** attempt);
  const wait_ms = Math.round(BACKOFF_MIN_MS / 2 + chance * (ceiling_ms - BACKOFF_MIN_MS / 2));
  return same({ ...state, phase: { kind: "waiting", attempt, until_ms: now_ms + wait_ms } });
}

function heard(state: SocketState, frame: ServerFrame, moment: Moment): Step {
  const next = alive(state, moment);
  switch (frame.type) {
    case "ready":
      return ready(next, frame.seq, moment);
    case "event":
      return step(
        { ...next, last_seq: Math.max(next.last_seq ?? 0, frame.event.seq) },
        { kind: "publish", frame },
      );
    case "resync":
      // The refetch waits for the new `ready`: what is fetched before it could already be stale.
      return step(
        {
          ...next,
          last_seq: null,
          refetch_on_ready: true,
          phase: { kind: "greeting", attempt: 0, since_ms: moment.now_ms },
        },
        { kind: "send", frame: { type: "hello", after: null, topics: Object.keys(state.topics) } },
      );
    case "pong":
      return same(next);
    default:
      return step(next, { kind: "publish", frame });
  }
}

function alive(state: SocketState, { now_ms }: Moment): SocketState {
  if (state.phase.kind !== "live") return state;
  return { ...state, phase: { kind: "live", heard_ms: now_ms, pinged_ms: null } };
}

function ready(state: SocketState, seq: number, { now_ms }: Moment): Step {
  const next: SocketState = {
    ...state,
    phase: { kind: "live", heard_ms: now_ms, pinged_ms: null },
    last_seq: Math.max(state.last_seq ?? 0, seq),
    refetch_on_ready: false,
  };
  return state.refetch_on_ready ? step(next, { kind: "refetch" }) : same(next);
}

function retain(state: SocketState, wanted: string[]): Step {
  const topics = { ...state.topics };
  const fresh: string[] = [];
  for (const topic of wanted) {
    if (!topics[topic]) fresh.push(topic);
    topics[topic] = (topics[topic] ?? 0) + 1;
  }
  return sayTopics({ ...state, topics }, "subscribe", fresh);
}

function release(state: SocketState, unwanted: string[]): Step {
  const topics = { ...state.topics };
  const gone: string[] = [];
  for (const topic of unwanted) {
    const left = (topics[topic] ?? 0) - 1;
    if (left > 0) {
      topics[topic] = left;
    } else {
      delete topics[topic];
      gone.push(topic);
    }
  }
  return sayTopics({ ...state, topics }, "unsubscribe", gone);
}

function sayTopics(state: SocketState, type: "subscribe" | "unsubscribe", topics: string[]): Step {
  // Before `hello` the topics travel with it; after it each change is said at once.
  const told = state.phase.kind === "live" || state.phase.kind === "greeting";
  return told && topics.length > 0 ? step(state, { kind: "send", frame: { type, topics } }) : same(state);
}

function tick(state: SocketState, moment: Moment): Step {
  const { phase } = state;
  const { now_ms } = moment;
  switch (phase.kind) {
    case "waiting":
      return now_ms >= phase.until_ms ? connect(state, phase.attempt, moment) : same(state);
    case "connecting":
    case "greeting":
      return now_ms - phase.since_ms >= CONNECT_WITHIN_MS ? drop(state, moment) : same(state);
    case "live":
      if (phase.pinged_ms !== null) {
        return now_ms - phase.pinged_ms >= PONG_WITHIN_MS ? drop(state, moment) : same(state);
      }
      if (now_ms - phase.heard_ms < PING_EVERY_MS) return same(state);
      return step(
        { ...state, phase: { ...phase, pinged_ms: now_ms } },
        { kind: "send", frame: { type: "ping" } },
      );
    default:
      return same(state);
  }
}

/** Gives up a line that does not answer; the browser itself may take minutes to notice. */
function drop(state: SocketState, moment: Moment): Step {
  const after = closed(state, moment);
  return { state: after.state, effects: [{ kind: "close" }, ...after.effects] };
}
