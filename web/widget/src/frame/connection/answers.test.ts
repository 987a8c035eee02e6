import { describe, expect, it } from "vitest";
import { keepPending, keptPending } from "../storage/outbox";
import { openStore } from "../storage/store";
import { Bench, welcome } from "./testing";

const answers = { name: "Vera Violet" };
const first = { kind: "write", client_id: "a", text: "The strap broke", answers } as const;
const messages = (bench: Bench) =>
  bench.effects.flatMap((effect) =>
    effect.kind === "transmit" && effect.frame.type === "message" ? [effect.frame] : [],
  );

describe("answers to what is asked before a conversation", () => {
  it("go with the message, and again with it on the next line", () => {
    const bench = new Bench();
    bench.live([], { conversation: null });
    bench.run(first, { kind: "closed" }, { kind: "wake" }, { kind: "opened", outbox: [] });
    bench.frame(welcome([], { conversation: null }));
    expect(messages(bench).map((frame) => frame.answers)).toEqual([answers, answers]);
  });

  it("that are refused leave the message to be sent with better ones", () => {
    const bench = new Bench();
    bench.live([], { conversation: null });
    bench.run(first);
    bench.frame({
      type: "refused",
      client_id: "a",
      code: "answers_invalid",
      detail: "email must be answered",
    });
    expect(bench.session.outbox[0]?.refusal?.code).toBe("answers_invalid");
    const better = { ...answers, email: "vera@example.com" };
    bench.run({ kind: "retry", client_id: "a", answers: better });
    expect(messages(bench).at(-1)?.answers).toEqual(better);
  });

  it("outlive a reload with their message", () => {
    const bench = new Bench();
    bench.run(first);
    const [pending] = bench.session.outbox;
    const store = openStore("key", () => {
      throw new DOMException("denied", "SecurityError");
    });
    if (pending) keepPending(store, pending);
    expect(keptPending(store)).toEqual([pending]);
  });
});
