/** When a day of work begins, for "tomorrow" and the like. */
const MORNING_HOUR = 9;
const MONDAY = 1;
const HOUR_MS = 60 * 60 * 1_000;

export type SnoozeChoice = "hour" | "later" | "tomorrow" | "monday" | "week";

/** The times that are offered, the nearest first, in the agent's own zone. */
export function snoozeChoices(now: Date): { choice: SnoozeChoice; at: Date }[] {
  const monday = (MONDAY - now.getDay() + 7) % 7 || 7;
  return [
    { choice: "hour" as const, at: new Date(now.getTime() + HOUR_MS) },
    { choice: "later" as const, at: new Date(now.getTime() + 3 * HOUR_MS) },
    { choice: "tomorrow" as const, at: morningAfter(now, 1) },
    { choice: "monday" as const, at: morningAfter(now, monday) },
    { choice: "week" as const, at: morningAfter(now, 7) },
    // On Sundays tomorrow is Monday, and on Mondays the next one is in a week.
  ].filter(({ choice }) => choice !== "monday" || (monday > 1 && monday < 7));
}

/** So many days on. Days are counted by the calendar: one on which clocks change has 23 hours, or 25. */
function morningAfter(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING_HOUR);
}

/** As `<input type="datetime-local">` takes it. */
export function localInput(at: Date): string {
  const two = (part: number) => String(part).padStart(2, "0");
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
