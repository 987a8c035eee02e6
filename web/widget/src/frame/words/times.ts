/** Times as the reader writes them. `now` is an argument so that "today" can be tested. */

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;

function startOfDay(time: Date): number {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
}

/** Whole calendar days from `now` to `at` in the reader's zone: -1 is yesterday. */
export function daysApart(at: Date, now: Date): number {
  return Math.round((startOfDay(at) - startOfDay(now)) / DAY_MS);
}

export function clockTime(at: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" }).format(at);
}

/** For a divider between days: "today", "yesterday", or the date, with the year if it is another. */
export function dayName(at: Date, now: Date, locale: string): string {
  const days = daysApart(at, now);
  if (days === 0 || days === -1) {
    const name = new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day");
    return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
  }
  const year = at.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", year }).format(at);
}

/** For an opening time: the clock alone today, with the weekday this week, else with the date. */
export function openingTime(at: Date, now: Date, locale: string): string {
  const days = daysApart(at, now);
  const clock = { hour: "numeric", minute: "2-digit" } as const;
  if (days === 0) return new Intl.DateTimeFormat(locale, clock).format(at);
  if (days > 0 && days < WEEK_DAYS) {
    return new Intl.DateTimeFormat(locale, { weekday: "long", ...clock }).format(at);
  }
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", ...clock }).format(at);
}
