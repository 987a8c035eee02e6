import { describe, expect, it } from "vitest";
import { fullDuration, joinDuration, shortDuration, splitDuration, unitName } from "~/time/duration";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe("durations", () => {
  it("are short in lists, in the reader's language", () => {
    expect(
      [18_400, 4 * MINUTE_MS, 3 * HOUR_MS, 30 * HOUR_MS, 72 * HOUR_MS].map((ms) => shortDuration(ms, "en")),
    ).toEqual(["18s", "4m", "3h", "30h", "3d"]);
    expect(shortDuration(4 * MINUTE_MS, "zh")).toBe("4分钟");
    expect(shortDuration(4 * MINUTE_MS, "ru")).toMatch(/^4\smин$|^4\sмин$/);
    expect(shortDuration(-5, "en")).toBe("0s");
  });

  it("are exact in settings", () => {
    expect(fullDuration(90_000, "en")).toBe("1 min, 30 sec");
    expect(fullDuration(HOUR_MS, "en")).toBe("1 hr");
    expect(fullDuration(36 * HOUR_MS, "en")).toBe("1 day, 12 hr");
    expect(fullDuration(0, "en")).toBe("0 sec");
    expect(fullDuration(1_500, "en")).toBe("1.5 sec");
  });

  it("split into the largest whole unit and come back unchanged", () => {
    expect(splitDuration(120_000)).toEqual({ amount: 2, unit: "minute" });
    expect(splitDuration(90_000)).toEqual({ amount: 90, unit: "second" });
    expect(splitDuration(2 * HOUR_MS)).toEqual({ amount: 2, unit: "hour" });
    expect(splitDuration(72 * HOUR_MS)).toEqual({ amount: 3, unit: "day" });
    expect(splitDuration(36 * HOUR_MS)).toEqual({ amount: 36, unit: "hour" });
    expect(splitDuration(0)).toEqual({ amount: 0, unit: "second" });
    for (const ms of [0, 1_500, 45_000, 600_000, 5 * HOUR_MS]) {
      const { amount, unit } = splitDuration(ms);
      expect(joinDuration(amount, unit)).toBe(ms);
    }
  });

  it("name their units", () => {
    expect(unitName("minute", "en")).toBe("minutes");
    expect(unitName("minute", "ru")).toBe("минут");
  });
});
