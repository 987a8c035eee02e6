import { describe, expect, it } from "vitest";
import type { DeskEvent } from "~/socket/frames";
import { reduce } from "~/socket/reducer";
import {
  BACKOFF_MAX_MS,
  BACKOFF_MIN_MS,
  type Effect,
  type Input,
  initialState,
  PING_EVERY_MS,
  PONG_WITHIN_MS,
  type SocketState,
} from "~/socket/state";

/** Plays inputs at their times and keeps what the connection did. */
function play(...inputs: [at_ms: number, input: Input][]) {
  let state: SocketState = initialState;
  const effects: Effect[] = [];
  for (const [now_ms, input] of inputs) {
    const step = reduce(state, input, { now_ms, chance: 0.5 });
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects };
}

const start: [number, Input] = [0, { kind: "start" }];
const opened: [number, Input] = [10, { kind: "opened" }];
const ready = (seq: number, at_ms = 20): [number, Input] => [
  at_ms,
  { kind: "frame", frame: { type: "ready", seq } },
];
const eventFrame = (seq: number): Input => {
  const event = { seq, type: "presence.changed" } as unknown as DeskEvent;
  return { kind: "frame", frame: { type: "event", event } };
};
const sent = (effects: Effect[]) =>
  effects.flatMap((effect) => (effect.kind === "send" ? [effect.frame] : []));

describe("greeting", () => {
  it("says hello with the topics that were wanted before the line was open", () => {
    const { effects } = play([0, { kind: "retain", topics: ["desk", "agent:a"] }], start, opened);
    expect(effects).toEqual([
      { kind: "open" },
      { kind: "send", frame: { type: "hello", after: null, topics: ["desk", "agent:a"] } },
    ]);
  });

  it("refetches once it is ready, since what was fetched before may be stale", () => {
    const { state, effects } = play(start, opened, ready(5));
    expect(state.phase.kind).toBe("live");
    expect(effects.at(-1)).toEqual({ kind: "refetch" });
  });
});

describe("resume", () => {
  it("asks for everything after the last event seen and does not refetch", () => {
    const { effects } = play(
      start,
      opened,
      ready(5),
      [30, eventFrame(9)],
      [40, { kind: "closed" }],
      [60_000, { kind: "tick" }],
      [60_010, { kind: "opened" }],
      ready(12, 60_020),
    );
    expect(sent(effects).at(-1)).toEqual({ type: "hello", after: 9, topics: [] });
    expect(effects.filter((effect) => effect.kind === "refetch")).toHaveLength(1);
  });

  it("begins at the present after resync, and refetches when that is ready", () => {
    const resync: Input = { kind: "frame", frame: { type: "resync", reason: "too slow" } };
    const { state, effects } = play(start, opened, ready(5), [30, resync], ready(80, 40));
    expect(sent(effects).at(-1)).toEqual({ type: "hello", after: null, topics: [] });
    expect(effects.at(-1)).toEqual({ kind: "refetch" });
    expect(state.last_seq).toBe(80);
  });
});

describe("back-off", () => {
  it("waits longer after each failure, up to a bound, and starts anew after success", () => {
    let state: SocketState = { ...initialState, phase: { kind: "connecting", attempt: 0, since_ms: 0 } };
    const waits: number[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      state = reduce(state, { kind: "closed" }, { now_ms: 0, chance: 1 }).state;
      if (state.phase.kind !== "waiting") throw new Error("not waiting");
      waits.push(state.phase.until_ms);
      state = reduce(state, { kind: "retry_now" }, { now_ms: 0, chance: 1 }).state;
    }
    expect(waits.slice(0, 3)).toEqual([1_000, 2_000, 4_000]);
    expect(waits.at(-1)).toBe(BACKOFF_MAX_MS);

    const again = play(start, opened, ready(1), [30, { kind: "closed" }]).state.phase;
    expect(again).toMatchObject({ kind: "waiting", attempt: 0 });
  });

  it("spreads the desks out", () => {
    const phase = { kind: "connecting", attempt: 3, since_ms: 0 } as const;
    const at = (chance: number) => {
      const next = reduce({ ...initialState, phase }, { kind: "closed" }, { now_ms: 0, chance }).state.phase;
      return next.kind === "waiting" ? next.until_ms : -1;
    };
    expect(at(0)).toBe(BACKOFF_MIN_MS / 2);
    expect(at(1)).toBe(BACKOFF_MIN_MS * 16);
  });
});

describe("liveness", () => {
  const idle = 20 + PING_EVERY_MS;

  it("asks an idle line and is content with any answer", () => {
    const { state, effects } = play(
      start,
      opened,
      ready(1),
      [idle, { kind: "tick" }],
      [idle + 50, eventFrame(2)],
      [idle + PONG_WITHIN_MS + 60, { kind: "tick" }],
    );
    expect(sent(effects).at(-1)).toEqual({ type: "ping" });
    expect(state.phase.kind).toBe("live");
  });

  it("gives up a line that does not answer within 25 s", () => {
    const { state, effects } = play(
      start,
      opened,
      ready(1),
      [idle, { kind: "tick" }],
      [idle + PONG_WITHIN_MS, { kind: "tick" }],
    );
    expect(PING_EVERY_MS + PONG_WITHIN_MS).toBe(25_000);
    expect(state.phase.kind).toBe("waiting");
    expect(effects.at(-1)).toEqual({ kind: "close" });
  });
});

describe("topics", () => {
  it("subscribes for the first that wants one and unsubscribes after the last", () => {
    const topics = ["conversation:c"];
    const { effects } = play(
      start,
      opened,
      ready(1),
      [30, { kind: "retain", topics }],
      [31, { kind: "retain", topics }],
      [32, { kind: "release", topics }],
      [33, { kind: "release", topics }],
    );
    expect(sent(effects).slice(1)).toEqual([
      { type: "subscribe", topics },
      { type: "unsubscribe", topics },
    ]);
  });

  it("drops typing that cannot be said now", () => {
    const { effects } = play(start, [5, { kind: "say", frame: { type: "typing", conversation_id: "c" } }]);
    expect(sent(effects)).toEqual([]);
  });
});
