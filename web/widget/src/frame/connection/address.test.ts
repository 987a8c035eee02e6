import { describe, expect, it } from "vitest";
import { Bench, conversation, welcome } from "./testing";

const waiting = { conversation: conversation({ state: "waiting" }) };
const email = { name: null, has_email: true, has_phone: false };
const told = (bench: Bench) =>
  bench.effects.filter((effect) => effect.kind === "transmit" && effect.frame.type === "address").length;

describe("where the visitor can be reached", () => {
  it("is said at once, and held until the server has it", () => {
    const bench = new Bench();
    bench.live([], waiting);
    bench.run({ kind: "address", address: "vera@example.com" });
    expect(told(bench)).toBe(1);
    expect(bench.session.address).toBe("vera@example.com");
    bench.frame({ type: "visitor", visitor: email });
    expect(bench.session.address).toBeNull();
    expect(bench.session.visitor.has_email).toBe(true);
  });

  it("is said again on the next line, unless the server has it", () => {
    const bench = new Bench();
    bench.live([], waiting);
    bench.run({ kind: "network", online: false }, { kind: "address", address: "vera@example.com" });
    expect(told(bench)).toBe(0);
    bench.run({ kind: "network", online: true }, { kind: "opened", outbox: [] });
    bench.frame(welcome([], waiting));
    expect(told(bench)).toBe(1);
    bench.run({ kind: "closed" }, { kind: "wake" }, { kind: "opened", outbox: [] });
    bench.frame(welcome([], { ...waiting, visitor: email }));
    expect(told(bench)).toBe(1);
  });

  it("is asked for again where the server does not take it", () => {
    const bench = new Bench();
    bench.live([], waiting);
    bench.run({ kind: "address", address: "vera@example" });
    bench.frame({
      type: "refused",
      client_id: null,
      code: "address_invalid",
      detail: "email must be an address",
    });
    expect(bench.session.address).toBeNull();
  });
});
