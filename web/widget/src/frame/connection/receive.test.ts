import { describe, expect, it } from "vitest";
import { MARKS_DEBOUNCE_MS, unreadCount } from "./marks";
import { Bench, conversation, fromAgent, fromVisitor, welcome } from "./testing";
import { ENTRIES_MAX, merge } from "./timeline";

const texts = (bench: Bench) => bench.session.entries.map((entry) => entry.id);
const write = (id: string) => ({ kind: "write", client_id: id, text: `text ${id}` }) as const;

describe("entries", () => {
  it("are in order and once, however they come", () => {
    const bench = new Bench();
    bench.live([fromAgent(2), fromAgent(5)]);
    for (const seq of [9, 7, 5, 7]) bench.frame({ type: "entry", entry: fromAgent(seq) });
    expect(texts(bench)).toEqual(["entry_2", "entry_5", "entry_7", "entry_9"]);
  });

  it("of a later conversation follow, although they count from one again", () => {
    const later = fromAgent(1, { id: "later", conversation_id: "conversation_2" });
    expect(merge([fromAgent(8)], [later]).map((entry) => entry.id)).toEqual(["entry_8", "later"]);
  });

  it("are bounded, oldest first to go", () => {
    const many = Array.from({ length: ENTRIES_MAX + 3 }, (_, at) => fromAgent(at + 1));
    expect(merge([], many)).toHaveLength(ENTRIES_MAX);
    expect(merge([], many)[0]?.seq).toBe(4);
  });

  it("are replaced after a resync, with the whole asked for", () => {
    const bench = new Bench();
    bench.live([fromAgent(1), fromAgent(2)]);
    bench.frame({ type: "resync" });
    expect(texts(bench)).toEqual(["entry_1", "entry_2"]);
    bench.run({ kind: "wake" });
    const [hello] = bench.run({ kind: "opened", outbox: [] });
    expect(hello).toMatchObject({ frame: { after: null, conversation_id: null } });
    bench.frame(welcome([fromAgent(2), fromAgent(3)]));
    expect(texts(bench)).toEqual(["entry_2", "entry_3"]);
  });

  it("are replaced where a truncated answer would leave a hole", () => {
    const bench = new Bench();
    bench.live([fromAgent(1)]);
    bench.run({ kind: "closed" }, { kind: "wake" }, { kind: "opened", outbox: [] });
    bench.frame(welcome([fromAgent(300)], { truncated: true }));
    expect(texts(bench)).toEqual(["entry_300"]);
    expect(bench.session.truncated).toBe(true);
  });

  it("of somebody else are never mixed in: a new token starts anew", () => {
    const bench = new Bench();
    bench.live([fromAgent(1)]);
    bench.run({ kind: "closed" }, { kind: "wake" }, { kind: "opened", outbox: [] });
    bench.frame(welcome([], { token: "other", conversation: null }));
    expect(texts(bench)).toEqual([]);
    expect(bench.session.cursor).toEqual({ conversation_id: null, after: null });
  });
});

describe("the outbox", () => {
  it("sends one message at a time and keeps it until it is stored", () => {
    const bench = new Bench();
    bench.live([]);
    expect(bench.sent(bench.run(write("a"), write("b")))).toEqual(["message"]);
    const effects = bench.frame({ type: "ack", client_id: "a", entry: fromVisitor(1, "a") });
    expect(effects).toContainEqual({ kind: "forget_pending", client_id: "a" });
    expect(bench.sent(effects)).toEqual(["message"]);
    expect(bench.session.outbox.map((pending) => pending.client_id)).toEqual(["b"]);
  });

  it("sends again, under the same id, what was on its way when the line broke", () => {
    const bench = new Bench();
    bench.live([]);
    bench.run(write("a"), { kind: "closed" }, { kind: "wake" }, { kind: "opened", outbox: [] });
    expect(bench.frame(welcome([]))).toContainEqual({
      kind: "transmit",
      frame: { type: "message", client_id: "a", text: "text a" },
    });
  });

  it("does not send again what the welcome shows to be stored", () => {
    const bench = new Bench();
    bench.live([]);
    bench.run(write("a"), { kind: "closed" }, { kind: "wake" }, { kind: "opened", outbox: [] });
    expect(bench.sent(bench.frame(welcome([fromVisitor(1, "a")])))).toEqual([]);
    expect(bench.session.outbox).toEqual([]);
  });

  it("does not advance the cursor by an ack, which may overtake a push", () => {
    const bench = new Bench();
    bench.live([fromAgent(1)]);
    bench.run(write("a"));
    bench.frame({ type: "ack", client_id: "a", entry: fromVisitor(3, "a") });
    expect(bench.session.cursor.after).toBe(1);
  });

  it("shows a refusal, goes on with the next, and tries again when asked", () => {
    const bench = new Bench();
    bench.live([]);
    bench.run(write("a"), write("b"));
    const next = bench.frame({ type: "refused", client_id: "a", code: "too_long", detail: "" });
    expect(next).toContainEqual({
      kind: "transmit",
      frame: { type: "message", client_id: "b", text: "text b" },
    });
    expect(bench.session.outbox[0]?.refusal).toEqual({ code: "too_long" });
    bench.frame({ type: "ack", client_id: "b", entry: fromVisitor(1, "b") });
    expect(bench.sent(bench.run({ kind: "retry", client_id: "a" }))).toEqual(["message"]);
    bench.run({ kind: "discard", client_id: "a" });
    expect(bench.session.outbox).toEqual([]);
  });

  it("slows down when told to, and lets nothing overtake", () => {
    const bench = new Bench();
    bench.live([]);
    bench.run(write("a"), write("b"));
    const refused = { type: "refused", code: "rate_limited", detail: "", client_id: "a" } as const;
    expect(bench.sent(bench.frame({ ...refused, retry_after_ms: 2_000 }))).toEqual([]);
    bench.now += 2_000;
    expect(bench.run({ kind: "tick" })).toContainEqual({
      kind: "transmit",
      frame: { type: "message", client_id: "a", text: "text a" },
    });
  });

  it("takes over what a closed tab left behind", () => {
    const bench = new Bench();
    const left = { client_id: "z", text: "left", at: "", refusal: null };
    bench.run({ kind: "connect" }, { kind: "opened", outbox: [left] });
    expect(bench.sent(bench.frame(welcome([])))).toEqual(["message"]);
  });
});

describe("marks", () => {
  const due = (bench: Bench) => {
    bench.now += MARKS_DEBOUNCE_MS;
    return bench.run({ kind: "tick" }).flatMap((e) => (e.kind === "transmit" ? [e.frame] : []));
  };

  it("tell that a burst was delivered once, and nothing about the visitor's own", () => {
    const bench = new Bench();
    bench.live([fromVisitor(1, "a")]);
    expect(due(bench)).toEqual([]);
    for (const seq of [2, 3, 4]) bench.frame({ type: "entry", entry: fromAgent(seq) });
    expect(due(bench)).toEqual([{ type: "delivered", up_to_seq: 4 }]);
    expect(due(bench)).toEqual([]);
  });

  it("tell what was read only while the visitor looks", () => {
    const bench = new Bench();
    bench.live([fromAgent(1)]);
    expect(due(bench)).toEqual([{ type: "delivered", up_to_seq: 1 }]);
    expect(unreadCount(bench.session)).toBe(1);
    bench.run({ kind: "reading", reading: true });
    expect(due(bench)).toEqual([{ type: "read", up_to_seq: 1 }]);
    expect(unreadCount(bench.session)).toBe(0);
    bench.run({ kind: "reading", reading: false });
    bench.frame({ type: "entry", entry: fromAgent(2) });
    expect(due(bench)).toEqual([{ type: "delivered", up_to_seq: 2 }]);
    expect(unreadCount(bench.session)).toBe(1);
  });

  it("follow what another tab has read", () => {
    const bench = new Bench();
    bench.live([fromAgent(1), fromAgent(2)]);
    bench.frame({ type: "state", conversation: conversation({ contact_read_seq: 2 }) });
    expect(unreadCount(bench.session)).toBe(0);
  });

  it("are said again after the line broke", () => {
    const bench = new Bench();
    bench.live([fromAgent(1)]);
    bench.run({ kind: "reading", reading: true });
    due(bench);
    bench.run({ kind: "closed" }, { kind: "wake" }, { kind: "opened", outbox: [] });
    bench.frame(welcome([]));
    expect(due(bench).map((frame) => frame.type)).toEqual(["delivered", "read"]);
  });
});
