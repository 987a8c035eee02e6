import { describe, expect, it } from "vitest";
import { merged } from "./context";

describe("what a page tells", () => {
  it("adds to what it told before, and takes back", () => {
    const known = { order: "1042", cart: "3" };
    expect(merged(known, { cart: 4, member: true, order: null, " note ": " soft " })).toEqual({
      order: null,
      cart: "4",
      member: "true",
      note: "soft",
    });
    expect(known).toEqual({ order: "1042", cart: "3" });
  });

  it.each([
    [{ "": "x" }, "key"],
    [{ ["k".repeat(61)]: "x" }, "key"],
    [{ order: "x".repeat(1_001) }, "1000 characters"],
    [{ order: { id: 1 } as never }, "must be"],
    [Object.fromEntries(Array.from({ length: 31 }, (_, n) => [`k${n}`, n])), "at most 30"],
  ])("is refused as a whole with what is wrong: case %#", (facts, words) => {
    expect(merged({}, facts)).toContain(words);
  });

  it("counts characters as people do", () => {
    expect(merged({}, { order: "👜".repeat(1_000) })).toEqual({ order: "👜".repeat(1_000) });
  });
});
