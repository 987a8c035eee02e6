import { describe, expect, it } from "vitest";
import { dayName, daysApart, openingTime } from "./times";

const at = (text: string) => new Date(`${text}:00`);
const NOW = at("2026-11-21T15:00");

describe("times", () => {
  it("counts calendar days, not spans of 24 hours", () => {
    expect(daysApart(at("2026-11-20T23:59"), at("2026-11-21T00:01"))).toBe(-1);
    expect(daysApart(at("2026-11-21T23:59"), NOW)).toBe(0);
    expect(daysApart(at("2026-11-28T00:00"), NOW)).toBe(7);
  });

  it("names days", () => {
    expect(dayName(NOW, NOW, "en")).toBe("Today");
    expect(dayName(at("2026-11-20T10:00"), NOW, "ru")).toBe("Вчера");
    expect(dayName(at("2026-11-20T10:00"), NOW, "zh")).toBe("昨天");
    expect(dayName(at("2026-11-02T10:00"), NOW, "en-GB")).toMatch(/^Monday,? 2 November$/);
    expect(dayName(at("2025-11-02T10:00"), NOW, "en-GB")).toContain("2025");
  });

  it("says when it opens as shortly as is clear", () => {
    expect(openingTime(at("2026-11-21T17:30"), NOW, "en-GB")).toBe("17:30");
    expect(openingTime(at("2026-11-23T09:00"), NOW, "en-GB")).toMatch(/^Monday.* 0?9:00$/);
    expect(openingTime(at("2026-12-27T09:00"), NOW, "en-GB")).toMatch(/^27 December.* 0?9:00$/);
  });
});
