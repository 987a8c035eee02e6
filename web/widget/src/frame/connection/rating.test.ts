import { describe, expect, it } from "vitest";
import { Bench, conversation, welcome } from "./testing";

const good = { score: 5, comment: null };
const rates = (bench: Bench) =>
  bench.effects.filter((effect) => effect.kind === "transmit" && effect.frame.type === "rate").length;
const resolved = (rating: typeof good | null = null) => conversation({ state: "resolved", rating });

describe("how the visitor found it", () => {
  it("is said at once, and held until the server shows that it has it", () => {
    const bench = new Bench();
    bench.live([], { conversation: resolved() });
    bench.run({ kind: "rate", rating: good });
    expect(rates(bench)).toBe(1);
    expect(bench.session.rating).toEqual(good);
    bench.frame({ type: "state", conversation: resolved(good) });
    expect(bench.session.rating).toBeNull();
  });

  it("is said again on the next line, unless the server has it", () => {
    const bench = new Bench();
    bench.live([], { conversation: resolved() });
    bench.run({ kind: "network", online: false }, { kind: "rate", rating: good });
    expect(rates(bench)).toBe(0);
    bench.run({ kind: "network", online: true }, { kind: "opened", outbox: [] });
    bench.frame(welcome([], { conversation: resolved() }));
    expect(rates(bench)).toBe(1);
    bench.run({ kind: "closed" }, { kind: "wake" }, { kind: "opened", outbox: [] });
    bench.frame(welcome([], { conversation: resolved(good) }));
    expect(rates(bench)).toBe(1);
    expect(bench.session.rating).toBeNull();
  });

  it("is dropped where the conversation goes on: they will be asked again", () => {
    const bench = new Bench();
    bench.live([], { conversation: resolved() });
    bench.run({ kind: "network", online: false }, { kind: "rate", rating: good });
    bench.run({ kind: "network", online: true }, { kind: "opened", outbox: [] });
    bench.frame(welcome([], { conversation: conversation() }));
    expect(rates(bench)).toBe(0);
    expect(bench.session.rating).toBeNull();
  });
});
