import { type Entry, ProblemError } from "@rapport/api-client";
import { describe, expect, it, vi } from "vitest";
import {
  BACKOFF_MAX_MS,
  BACKOFF_MIN_MS,
  itemOf,
  type OutboxInput,
  type OutboxState,
  PENDING_MAX,
  type Pending,
  progressOf,
  restored,
  step,
  wake_ms,
} from "~/conversation/outbox";
import { customer, ME, me, message, pending } from "./records";

vi.stubGlobal("sessionStorage", { getItem: () => null, setItem: () => undefined });
const { waitingCause } = await import("~/conversation/outboxStore");

/** An outbox with a clock in the test's hand; it remembers what was posted. */
class Desk {
  state: OutboxState = { me: ME, items: [] };
  posted: string[] = [];
  now_ms = 0;

  do(input: OutboxInput): this {
    const { state, post } = step(this.state, input, { now_ms: this.now_ms, chance: 1 });
    this.state = state;
    this.posted.push(...post.map((item) => item.key));
    return this;
  }

  write(...items: Partial<Pending>[]): this {
    for (const item of items) this.do({ kind: "written", item: pending(item) });
    return this;
  }

  lose(key: string): this {
    return this.do({ kind: "lost", key, cause: "network" });
  }

  get kinds(): Record<string, string> {
    return Object.fromEntries(this.state.items.map((item) => [item.key, item.state.kind]));
  }
}

describe("the outbox", () => {
  it("sends one message of a conversation at a time, and each conversation for itself", () => {
    const desk = new Desk().write(
      { key: "a1" },
      { key: "a2" },
      { key: "b1", conversation_id: "conversation_2" },
    );
    expect(desk.posted).toEqual(["a1", "b1"]);
    expect(desk.do({ kind: "answered", key: "a1" }).posted).toEqual(["a1", "b1", "a2"]);
  });

  it("sends what got no answer again by itself, in its order, under the same key", () => {
    const desk = new Desk().write({ key: "a1" }, { key: "a2" }).lose("a1");
    expect(desk.kinds).toEqual({ a1: "waiting", a2: "queued" });
    desk.do({ kind: "connected" });
    expect(desk.posted).toEqual(["a1", "a1"]);
    desk.do({ kind: "answered", key: "a1" }).do({ kind: "answered", key: "a2" });
    expect(desk.posted).toEqual(["a1", "a1", "a2"]);
    expect(desk.state.items).toEqual([]);
  });

  it("tries at growing intervals when nobody says that the network is back", () => {
    const desk = new Desk().write({ key: "a1" });
    const waits: number[] = [];
    for (let tries = 0; tries < 8; tries++) {
      desk.lose("a1");
      const due_ms = wake_ms(desk.state) ?? 0;
      waits.push(due_ms - desk.now_ms);
      desk.now_ms = due_ms - 1;
      expect(desk.do({ kind: "tick" }).kinds).toEqual({ a1: "waiting" });
      desk.now_ms = due_ms;
      expect(desk.do({ kind: "tick" }).kinds).toEqual({ a1: "sending" });
    }
    expect(waits[0]).toBe(2 * BACKOFF_MIN_MS);
    expect(waits.at(-1)).toBe(BACKOFF_MAX_MS);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
  });

  it("leaves what was refused to the agent, and goes on with the rest", () => {
    const desk = new Desk().write({ key: "a1" }, { key: "a2" });
    desk.do({ kind: "refused", key: "a1", reason: "too long" });
    expect(desk.kinds).toEqual({ a1: "refused", a2: "sending" });
    desk.do({ kind: "connected" }).do({ kind: "tick" });
    expect(desk.posted).toEqual(["a1", "a2"]);
    // Behind what is under way, and under a new key: the old one has the refusal for an answer.
    desk.do({ kind: "retried", key: "a1", fresh: "a3" });
    expect(desk.kinds).toEqual({ a3: "queued", a2: "sending" });
    expect(desk.do({ kind: "answered", key: "a2" }).posted).toEqual(["a1", "a2", "a3"]);
    desk.do({ kind: "refused", key: "a3", reason: "too long" }).do({ kind: "discarded", key: "a3" });
    expect(desk.state.items).toEqual([]);
  });

  it("sends only in the name of who is signed in", () => {
    const desk = new Desk().do({ kind: "signed_out" }).write({ key: "a1" });
    expect(desk.do({ kind: "signed_in", me: "agent_other" }).posted).toEqual([]);
    expect(wake_ms(desk.lose("a1").state)).toBeNull();
    expect(desk.do({ kind: "connected" }).do({ kind: "signed_in", me: ME }).posted).toEqual(["a1"]);
  });

  it("begins after a reload where it stopped", () => {
    const before = new Desk().write({ key: "a1" }, { key: "a2" });
    before.write({ key: "b1", conversation_id: "conversation_2" }).lose("b1");
    before.write({ key: "c1", conversation_id: "conversation_3" });
    before.do({ kind: "refused", key: "c1", reason: "no" });
    const after = new Desk().do({ kind: "signed_out" });
    after.state = { ...after.state, items: restored(before.state.items) };
    after.do({ kind: "signed_in", me: ME });
    expect(after.posted).toEqual(["a1", "b1"]);
    expect(after.kinds).toEqual({ a1: "sending", a2: "queued", b1: "sending", c1: "refused" });
  });

  it("holds what can be taken back, and what comes after it, until its time", () => {
    const desk = new Desk();
    desk.now_ms = 1_000;
    desk.write({ key: "a1", state: { kind: "held", until_ms: 6_000 } }, { key: "a2" });
    desk.write({ key: "b1", conversation_id: "conversation_2" });
    expect(desk.posted).toEqual(["b1"]);
    expect(progressOf(desk.state.items, desk.state.items[0] as Pending)).toBe("held");
    expect(wake_ms(desk.state)).toBe(6_000);
    desk.do({ kind: "connected" });
    desk.now_ms = 5_999;
    expect(desk.do({ kind: "tick" }).kinds).toEqual({ a1: "held", a2: "queued", b1: "sending" });
    desk.now_ms = 6_000;
    expect(desk.do({ kind: "tick" }).posted).toEqual(["b1", "a1"]);
    expect(desk.do({ kind: "answered", key: "a1" }).posted).toEqual(["b1", "a1", "a2"]);
  });

  it("lets go of what was taken back, and sends what is held when the page goes", () => {
    const held = { kind: "held", until_ms: 5_000 } as const;
    const desk = new Desk().write({ key: "a1", state: held }, { key: "a2" });
    desk.do({ kind: "discarded", key: "a1" });
    expect(desk.posted).toEqual(["a2"]);
    desk.write({ key: "b1", state: held, conversation_id: "conversation_2" });
    expect(desk.do({ kind: "leaving" }).posted).toEqual(["a2", "b1"]);
    expect(restored([pending({ state: held })])[0]?.state.kind).toBe("queued");
  });

  it("is bounded", () => {
    const items = Array.from({ length: PENDING_MAX }, (_, index) => ({ key: `a${index}` }));
    const desk = new Desk().write(...items, { key: "one too many" });
    expect(desk.state.items).toHaveLength(PENDING_MAX);
  });

  it("says what the agent waits for", () => {
    const desk = new Desk().write({ key: "a1" }, { key: "a2" });
    const said = () => desk.state.items.map((item) => progressOf(desk.state.items, item));
    expect(said()).toEqual(["sending", "sending"]);
    desk.lose("a1");
    expect(said()).toEqual(["network", "network"]);
    desk.do({ kind: "connected" }).do({ kind: "lost", key: "a1", cause: "server" });
    expect(said()).toEqual(["server", "server"]);
  });
});

describe("an entry that overtakes the answer", () => {
  const note = (seq: number, text = "hello"): Entry => {
    const { delivery: _, ...rest } = message(seq, { author: me, text });
    return { ...rest, kind: "note" };
  };

  it("is known by its key when it is a message", () => {
    const items = [pending({ key: "first" }), pending({ key: "second" })];
    const mine = message(9, { author: me, text: "hello", client_id: "second" });
    expect(itemOf(items, mine)?.key).toBe("second");
    expect(itemOf(items, message(9, { author: me, text: "hello", client_id: "other" }))).toBeUndefined();
    expect(itemOf(items, message(9, { text: "hello" }))).toBeUndefined();
  });

  it("is presumed by its words when it is a note: the same words twice in their order", () => {
    const desk = new Desk().write({ key: "n1", kind: "note" }, { key: "n2", kind: "note" });
    desk.do({ kind: "seen", entry: note(9) }).do({ kind: "seen", entry: note(10) });
    expect(desk.state.items.map((item) => item.entry_id)).toEqual(["entry_9", "entry_10"]);
    expect(itemOf([pending({ kind: "note" })], { ...note(9), author: customer })).toBeUndefined();
  });

  it("does not keep a note from being sent until the server has answered", () => {
    const desk = new Desk().write({ key: "n1", kind: "note" }).do({ kind: "seen", entry: note(9) });
    desk.lose("n1").do({ kind: "connected" });
    expect(desk.posted).toEqual(["n1", "n1"]);
    expect(desk.do({ kind: "answered", key: "n1" }).state.items).toEqual([]);
  });
});

describe("an error", () => {
  const problem = (status: number, code = "x") =>
    new ProblemError({ type: "about:blank", title: "x", detail: "x", status, code });

  it.each([
    [problem(0, "network"), "network"],
    [new DOMException("left the page", "AbortError"), "network"],
    [problem(500), "server"],
    [problem(503), "server"],
    [problem(401), "server"],
    [problem(429), "server"],
    [problem(409, "idempotency_in_progress"), "server"],
    [problem(409), null],
    [problem(400), null],
    [problem(403), null],
    [problem(404), null],
    [problem(422), null],
  ])("%s means: %s", (error, cause) => {
    expect(waitingCause(error)).toBe(cause);
  });
});
