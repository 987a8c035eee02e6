import { describe, expect, it } from "vitest";
import { applied, done, heldOut, isHeldOut, mayApply, newMemory, visited } from "./memory";
import type { Rule } from "./rule";

const HOUR_MS = 3_600_000;
const NOW = 1_800_000_000_000;
const rule = (change: Partial<Rule> = {}): Rule => ({
  id: "proactive_01h455vb4pex5vsknk084sn02q",
  conditions: [],
  every_hours: 24,
  holdout_percent: 0,
  ...change,
});

describe("how often a rule applies", () => {
  it("is once in its hours", () => {
    const one = rule();
    expect(mayApply(newMemory(0.5), one, NOW)).toBe(true);
    const memory = applied(newMemory(0.5), one.id, false, NOW);
    expect(mayApply(memory, one, NOW + 24 * HOUR_MS - 1)).toBe(false);
    expect(mayApply(memory, one, NOW + 24 * HOUR_MS)).toBe(true);
    expect(mayApply(memory, rule({ id: "another" }), NOW)).toBe(true);
  });

  it("is never again after it was answered or closed", () => {
    const one = rule();
    const memory = done(applied(newMemory(0.5), one.id, false, NOW), one.id);
    expect(mayApply(memory, one, NOW + 10_000 * HOUR_MS)).toBe(false);
  });
});

describe("who is held out", () => {
  const share = (of: Rule, chances: number[]) =>
    chances.filter((chance) => isHeldOut(newMemory(chance), of)).length / chances.length;
  const many = Array.from({ length: 20_000 }, (_, index) => (index + 0.5) / 20_000);

  it("is nobody, or about the share that was asked for", () => {
    expect(share(rule(), many)).toBe(0);
    expect(share(rule({ holdout_percent: 10 }), many)).toBeCloseTo(0.1, 1);
    expect(share(rule({ holdout_percent: 50 }), many)).toBeCloseTo(0.5, 1);
  });

  it("is so every time, and from each rule independently", () => {
    const one = rule({ holdout_percent: 50 });
    const other = rule({ id: "proactive_01h455vb4pex5vsknk084sn03r", holdout_percent: 50 });
    expect(isHeldOut(newMemory(0.3), one)).toBe(isHeldOut(newMemory(0.3), one));
    const both = many.filter((chance) => {
      const memory = newMemory(chance);
      return isHeldOut(memory, one) && isHeldOut(memory, other);
    });
    expect(both.length / many.length).toBeCloseTo(0.25, 1);
  });

  it("is told for a day with a conversation that begins", () => {
    const memory = applied(applied(newMemory(0), "a", true, NOW), "b", false, NOW);
    expect(heldOut(memory, NOW + 24 * HOUR_MS - 1)).toEqual(["a"]);
    expect(heldOut(memory, NOW + 24 * HOUR_MS)).toEqual([]);
  });
});

describe("a visitor who returns", () => {
  it("was here before, and not just now", () => {
    const first = visited(newMemory(0), NOW);
    expect(first.returned_at).toBeNull();
    const next = visited(first, NOW + HOUR_MS / 2 - 1);
    expect(next.returned_at).toBeNull();
    const later = visited(next, NOW + 2 * HOUR_MS);
    expect(later.returned_at).toBe(NOW + 2 * HOUR_MS);
    expect(visited(later, NOW + 2 * HOUR_MS + 1).returned_at).toBe(NOW + 2 * HOUR_MS);
  });
});
