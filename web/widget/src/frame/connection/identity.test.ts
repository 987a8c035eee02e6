import { describe, expect, it } from "vitest";
import { claimedBy } from "./identity";
import { Bench, fromAgent } from "./testing";

const hellos = (bench: Bench) =>
  bench.effects.flatMap((effect) =>
    effect.kind === "transmit" && effect.frame.type === "hello" ? [effect.frame] : [],
  );
const opened = { kind: "opened", outbox: [] } as const;
const vera = { kind: "identity", token: "vera.1", who: "vera" } as const;

describe("who the visitor is", () => {
  it("is said with the first hello, and opens the line", () => {
    const bench = new Bench();
    expect(bench.run(vera)).toContainEqual({ kind: "dial" });
    bench.run(opened);
    expect(hellos(bench)[0]).toMatchObject({ identity: "vera.1", token: null });
    expect(bench.effects).toContainEqual({ kind: "keep_who", who: "vera" });
  });

  it("is said anew to a line that has not heard it, with all that is held", () => {
    const bench = new Bench();
    bench.live([fromAgent(3)]);
    expect(bench.run(vera)).toContainEqual({ kind: "dial" });
    bench.run(opened);
    expect(hellos(bench)[1]).toMatchObject({ identity: "vera.1", token: "token", after: 3 });
    expect(bench.session.entries).toHaveLength(1);
  });

  it("needs no new line for a fresh token of the same customer", () => {
    const bench = new Bench();
    bench.run(vera, opened);
    expect(bench.run({ ...vera, token: "vera.2" })).not.toContainEqual({ kind: "dial" });
    expect(bench.session.identity).toBe("vera.2");
  });

  it("leaves nothing of one customer to the next", () => {
    const bench = new Bench();
    bench.run(vera);
    bench.live([fromAgent(3)]);
    bench.run({ kind: "network", online: false });
    bench.run({ kind: "write", client_id: "m-1", text: "for me only" });
    const effects = bench.run({ kind: "identity", token: "kim.1", who: "kim" });
    expect(effects).toContainEqual({ kind: "forget_visitor" });
    expect(effects).toContainEqual({ kind: "forget_pending", client_id: "m-1" });
    expect(bench.session).toMatchObject({
      token: null,
      who: "kim",
      entries: [],
      outbox: [],
      conversation: null,
    });
    bench.run(opened);
    expect(hellos(bench).at(-1)).toMatchObject({ identity: "kim.1", token: null, after: null });
  });

  it("is nobody after signing out, and what was held is gone", () => {
    const bench = new Bench();
    bench.run(vera);
    bench.live([fromAgent(3)]);
    expect(bench.run({ kind: "forget" })).toContainEqual({ kind: "forget_visitor" });
    expect(bench.session).toMatchObject({ identity: null, who: null, token: null, entries: [] });
    const idle = new Bench();
    expect(idle.run({ kind: "forget" })).toEqual([{ kind: "forget_visitor" }]);
  });

  it("is not taken: whoever builds the page hears why, and messages go on", () => {
    const bench = new Bench();
    bench.live([]);
    bench.run({ kind: "write", client_id: "m-1", text: "hello" });
    const refused = {
      type: "refused",
      client_id: null,
      code: "identity_invalid",
      detail: "expired",
    } as const;
    expect(bench.frame(refused)).toEqual([{ kind: "warn", detail: "expired" }]);
    expect(bench.session.in_flight).toBe("m-1");
  });
});

describe("what a token claims", () => {
  const token = (payload: object) => {
    const bytes = new TextEncoder().encode(JSON.stringify(payload));
    return `e30.${btoa(String.fromCharCode(...bytes))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=/g, "")}.x`;
  };

  it("is read without being believed", () => {
    expect(claimedBy(token({ sub: "Вера ☂" }))).toBe("Вера ☂");
    expect(claimedBy(token({ sub: 42 }))).toBe("42");
    for (const wrong of ["", "a.b.c", token({}), token({ sub: null })]) expect(claimedBy(wrong)).toBeNull();
  });
});
