import { describe, expect, it } from "vitest";
import { BACKOFF_MS_MAX, backoffMs } from "./backoff";
import { clientId } from "./client_id";
import { CONNECT_MS_MAX, PING_EVERY_MS, PONG_MS_MAX } from "./link";
import type { Effect } from "./session";
import { nextDeadline } from "./step";
import { Bench, fromAgent, welcome } from "./testing";
import { parseServerFrame } from "./wire";

describe("the line", () => {
  it("is not opened before it is asked for", () => {
    const bench = new Bench();
    expect(bench.run({ kind: "wake" }, { kind: "network", online: true })).toEqual([]);
    expect(nextDeadline(bench.session)).toBeNull();
  });

  it("says hello first and is live after the welcome", () => {
    const bench = new Bench();
    expect(bench.run({ kind: "connect" })).toEqual([{ kind: "hang_up" }, { kind: "dial" }]);
    const [hello] = bench.run({ kind: "opened", outbox: [] });
    expect(hello).toMatchObject({
      frame: { type: "hello", token: null, after: null, conversation_id: null },
    });
    expect(bench.frame(welcome([]))).toContainEqual({ kind: "keep_token", token: "token" });
    expect(bench.session.link.kind).toBe("live");
  });

  it("gives up dialling after a while and waits longer each time, up to a limit", () => {
    const bench = new Bench();
    bench.run({ kind: "connect" });
    const waits: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      bench.now += CONNECT_MS_MAX;
      bench.run({ kind: "tick" });
      const wait = (nextDeadline(bench.session) ?? 0) - bench.now;
      waits.push(wait);
      bench.now += wait;
      bench.run({ kind: "tick" });
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 15000, 15000, 15000, 15000]);
  });

  it("spreads the attempts of many visitors over half the time", () => {
    expect(backoffMs(0, 0)).toBe(250);
    expect(backoffMs(0, 1)).toBe(500);
    expect(backoffMs(400, 1)).toBe(BACKOFF_MS_MAX);
  });

  it("pings, and takes silence for death", () => {
    const bench = new Bench();
    bench.live([]);
    bench.now += PING_EVERY_MS;
    expect(bench.sent(bench.run({ kind: "tick" }))).toEqual(["ping"]);
    bench.frame({ type: "pong" });
    expect(nextDeadline(bench.session)).toBe(bench.now + PING_EVERY_MS);
    bench.now += PING_EVERY_MS;
    bench.run({ kind: "tick" });
    bench.now += PONG_MS_MAX;
    expect(bench.run({ kind: "tick" })).toEqual([{ kind: "hang_up" }]);
    expect(bench.session.link.kind).toBe("waiting");
  });

  it("dials at once when the network or the visitor is back", () => {
    for (const input of [{ kind: "wake" }, { kind: "network", online: true }] as const) {
      const bench = new Bench();
      bench.live([]);
      bench.run({ kind: "closed" });
      expect(bench.run(input)).toContainEqual({ kind: "dial" });
    }
  });

  it("asks a line that claims to live whether it does", () => {
    const bench = new Bench();
    bench.live([]);
    expect(bench.sent(bench.run({ kind: "wake" }))).toEqual(["ping"]);
    expect(bench.sent(bench.run({ kind: "wake" }))).toEqual([]);
  });

  it("asks only for what came after", () => {
    const bench = new Bench();
    bench.live([fromAgent(3)]);
    bench.frame({ type: "entry", entry: fromAgent(7) });
    bench.run({ kind: "closed" }, { kind: "wake" });
    const [hello] = bench.run({ kind: "opened", outbox: [] });
    expect(hello).toMatchObject({
      frame: { token: "token", after: 7, conversation_id: "conversation_1" },
    });
  });

  it("tells what the page knows now, after the welcome, or with the next hello", () => {
    const bench = new Bench();
    bench.live([]);
    const told = { kind: "transmit", frame: { type: "context", context: { order: "1042" } } };
    expect(bench.run({ kind: "context", context: { order: "1042" } })).toEqual([told]);
    bench.run({ kind: "closed" });
    expect(bench.run({ kind: "context", context: { order: "1043" } })).toEqual([]);
    bench.now += 1_000;
    bench.run({ kind: "tick" });
    const [hello] = bench.run({ kind: "opened", outbox: [] });
    expect(hello).toMatchObject({ frame: { type: "hello", context: { order: "1043" } } });
    expect(bench.run({ kind: "context", context: {} })).toEqual([]);
    expect(bench.sent(bench.frame(welcome([])))).toEqual(["context"]);
  });

  it("reports the page now, or with the next hello", () => {
    const bench = new Bench();
    const title = "Returns";
    const page = { url: "https://shop.example/returns", title };
    bench.live([]);
    const visited = [{ url: "https://shop.example/", title: "Shop", at: bench.now - 5_000 }];
    expect(bench.run({ kind: "page", page: { ...page, visited } })).toEqual([
      {
        kind: "transmit",
        frame: {
          type: "page",
          ...page,
          visited: [{ url: "https://shop.example/", title: "Shop", ago_ms: 5_000 }],
        },
      },
    ]);
    bench.run({ kind: "closed" });
    expect(bench.run({ kind: "page", page: { ...page, title: "Later" } })).toEqual([]);
    bench.run({ kind: "wake" });
    const [hello] = bench.run({ kind: "opened", outbox: [] });
    expect(hello).toMatchObject({ frame: { page: { title: "Later" } } });
  });

  it("reports a move between hello and welcome", () => {
    const bench = new Bench();
    const page = { url: "https://shop.example/cart", title: "Cart" };
    bench.run({ kind: "connect" }, { kind: "opened", outbox: [] });
    expect(bench.run({ kind: "page", page })).toEqual([]);
    expect(bench.sent(bench.frame(welcome([])))).toEqual(["page"]);
  });

  it("shows typing until the message comes, and for a short while at most", () => {
    const bench = new Bench();
    bench.live([]);
    bench.frame({ type: "typing", by: { name: "Ana" } });
    expect(bench.session.typing?.name).toBe("Ana");
    bench.frame({ type: "entry", entry: fromAgent(1) });
    expect(bench.session.typing).toBeNull();
    bench.frame({ type: "typing", by: { name: "Ana" } });
    bench.now = bench.session.typing?.until ?? 0;
    bench.run({ kind: "tick" });
    expect(bench.session.typing).toBeNull();
  });

  it("sends signs of typing sparingly", () => {
    const bench = new Bench();
    bench.live([]);
    const twice = bench.run({ kind: "typing", text: null }, { kind: "typing", text: null });
    expect(bench.sent(twice)).toEqual(["typing"]);
    bench.now += 3_000;
    expect(bench.sent(bench.run({ kind: "typing", text: null }))).toEqual(["typing"]);
  });

  it("tells words that agents may see once a second, and always the last ones", () => {
    const bench = new Bench();
    bench.live([]);
    const words = (effects: Effect[]) =>
      effects.flatMap((it) => (it.kind === "transmit" && it.frame.type === "typing" ? [it.frame.text] : []));
    const type = (text: string) => words(bench.run({ kind: "typing", text }));
    expect(type("H")).toEqual(["H"]);
    expect(type("He")).toEqual([]);
    expect(type("Hel")).toEqual([]);
    bench.now = nextDeadline(bench.session) ?? 0;
    expect(words(bench.run({ kind: "tick" }))).toEqual(["Hel"]);
    expect(words(bench.run({ kind: "tick" }))).toEqual([]);
    bench.now += 1_000;
    expect(type("")).toEqual([""]);
    expect(type(`${"a".repeat(999)}😀`).concat(bench.session.typing_unsent ?? "")[0]).toHaveLength(1_000);
    bench.now += 1_000;
    expect(words(bench.run({ kind: "tick" }))[0]).toBe(`${"a".repeat(998)}😀`);
  });

  it("does not tell of words once they are sent", () => {
    const bench = new Bench();
    bench.live([]);
    bench.run({ kind: "typing", text: "H" }, { kind: "typing", text: "Hi" });
    bench.run({ kind: "write", client_id: "m-1", text: "Hi" });
    bench.now += 1_000;
    expect(bench.sent(bench.run({ kind: "tick" }))).not.toContain("typing");
  });
});

describe("the wire", () => {
  it("ignores what it does not know", () => {
    expect(parseServerFrame('{"type":"pong"}')).toEqual({ type: "pong" });
    for (const text of ['{"type":"later"}', "null", "7", "{", "[]"]) {
      expect(parseServerFrame(text)).toBeNull();
    }
  });

  it("makes ids that sort by time and carry version and variant", () => {
    const fill = (bytes: Uint8Array) => bytes.fill(0xff);
    const id = clientId(1_700_000_000_000, fill);
    expect(id).toBe("018bcfe5-6800-7fff-bfff-ffffffffffff");
    expect(clientId(1_700_000_000_001, (bytes) => bytes.fill(0)) > id).toBe(true);
  });
});

describe("half a letter", () => {
  it("goes out as a sign that something is missing, since the server takes no such text", () => {
    const bench = new Bench();
    bench.live([]);
    const [keep] = bench.run({ kind: "write", client_id: "m-1", text: "half \ud83d of it, and 🧨 whole" });
    expect(keep).toMatchObject({ pending: { text: "half \ufffd of it, and 🧨 whole" } });
  });
});
