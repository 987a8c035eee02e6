import { describe, expect, it } from "vitest";
import { applies, type Condition, type Seen } from "./rule";

const SEEN: Seen = {
  url: "https://shop.example/Cart?step=2",
  seconds: 30,
  scroll_percent: 50,
  leaving: false,
  returning: false,
  facts: { cart_value: "129.50", plan: "pro", gone: null },
  events: new Set(["coupon_failed"]),
};

const rule = (...conditions: Condition[]) => ({ id: "r", conditions, every_hours: 24, holdout_percent: 0 });
const holds = (condition: Condition, change: Partial<Seen> = {}) =>
  applies(rule(condition), { ...SEEN, ...change });

describe("a rule", () => {
  it("applies where all its conditions hold", () => {
    const cart = { kind: "url", op: "contains", value: "/cart" } as const;
    const late = { kind: "time_on_page", seconds: 31 } as const;
    expect(applies(rule(cart), SEEN)).toBe(true);
    expect(applies(rule(cart, late), SEEN)).toBe(false);
    expect(applies(rule(cart, late), { ...SEEN, seconds: 31 })).toBe(true);
  });

  it.each([
    [{ kind: "url", op: "starts_with", value: "https://SHOP.example/" }, true],
    [{ kind: "url", op: "is", value: "https://shop.example/cart" }, false],
    [{ kind: "scroll", percent: 50 }, true],
    [{ kind: "scroll", percent: 51 }, false],
    [{ kind: "exit_intent" }, false],
    [{ kind: "returning_visitor" }, false],
    [{ kind: "fact", key: "plan", op: "is", value: "pro" }, true],
    [{ kind: "fact", key: "plan", op: "contains", value: "r" }, true],
    [{ kind: "fact", key: "cart_value", op: "at_least", value: "100" }, true],
    [{ kind: "fact", key: "cart_value", op: "at_least", value: "129.51" }, false],
    [{ kind: "fact", key: "plan", op: "at_least", value: "1" }, false],
    [{ kind: "fact", key: "gone", op: "contains", value: "" }, false],
    [{ kind: "fact", key: "never_told", op: "is", value: "undefined" }, false],
    [{ kind: "event", name: "coupon_failed" }, true],
    [{ kind: "event", name: "other" }, false],
    [{ kind: "of a later version" }, false],
  ] as [Condition, boolean][])("%j: %s", (condition, expected) => {
    expect(holds(condition)).toBe(expected);
  });

  it("knows who leaves and who comes back", () => {
    expect(holds({ kind: "exit_intent" }, { leaving: true })).toBe(true);
    expect(holds({ kind: "returning_visitor" }, { returning: true })).toBe(true);
  });
});
