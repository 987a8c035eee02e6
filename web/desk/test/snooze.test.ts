import { describe, expect, it } from "vitest";
import { localInput, snoozeChoices } from "~/snooze/choices";

/** What is offered at a moment of 2026 in the zone of whoever looks. */
function offered(month: number, day: number, hour = 15): string[] {
  const choices = snoozeChoices(new Date(2026, month - 1, day, hour, 20));
  return choices.map(({ choice, at }) => `${choice} ${localInput(at).slice(5)}`);
}

describe("times to snooze until", () => {
  it("are soon, tomorrow, on Monday and in a week", () => {
    expect(offered(11, 25)).toEqual([
      "hour 11-25T16:20",
      "later 11-25T18:20",
      "tomorrow 11-26T09:00",
      "monday 11-30T09:00",
      "week 12-02T09:00",
    ]);
  });

  it("name no day twice", () => {
    const sunday = offered(11, 29).map((text) => text.split(" ")[0]);
    expect(sunday).toEqual(["hour", "later", "tomorrow", "week"]);
    const monday = offered(11, 30).map((text) => text.split(" ")[0]);
    expect(monday).toEqual(["hour", "later", "tomorrow", "week"]);
  });

  it("go over midnight, months and years", () => {
    expect(offered(12, 31, 23)).toEqual([
      "hour 01-01T00:20",
      "later 01-01T02:20",
      "tomorrow 01-01T09:00",
      "monday 01-04T09:00",
      "week 01-07T09:00",
    ]);
  });
});
