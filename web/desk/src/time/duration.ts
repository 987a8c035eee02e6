const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export type DurationUnit = "second" | "minute" | "hour" | "day";

const UNIT_MS: Record<DurationUnit, number> = {
  second: SECOND_MS,
  minute: MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
};

function format(
  locale: string,
  unit: string,
  amount: number,
  unitDisplay: "narrow" | "short" | "long",
): string {
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay }).format(amount);
}

/** How long ago or how long still, in one unit: "18s", "4m", "3h", "2d". For rows, where every letter counts. */
export function shortDuration(ms: number, locale: string): string {
  const unit = ms < MINUTE_MS ? "second" : ms < HOUR_MS ? "minute" : ms < 2 * DAY_MS ? "hour" : "day";
  return format(locale, unit, Math.max(0, Math.floor(ms / UNIT_MS[unit])), "narrow");
}

/** An exact setting in words, in as many units as it needs: "1 min, 30 sec". */
export function fullDuration(ms: number, locale: string): string {
  const parts: string[] = [];
  let left_ms = ms;
  for (const unit of ["day", "hour", "minute", "second"] as const) {
    const amount = unit === "second" ? left_ms / SECOND_MS : Math.floor(left_ms / UNIT_MS[unit]);
    if (amount > 0) parts.push(format(locale, unit, amount, "short"));
    left_ms -= amount * UNIT_MS[unit];
  }
  if (parts.length === 0) return format(locale, "second", 0, "short");
  return new Intl.ListFormat(locale, { type: "unit", style: "short" }).format(parts);
}

/** The largest unit in which a setting is a whole number, for a number field with a unit beside it. */
export function splitDuration(ms: number): { amount: number; unit: DurationUnit } {
  for (const unit of ["day", "hour", "minute"] as const) {
    if (ms > 0 && ms % UNIT_MS[unit] === 0) return { amount: ms / UNIT_MS[unit], unit };
  }
  return { amount: ms / SECOND_MS, unit: "second" };
}

export function joinDuration(amount: number, unit: DurationUnit): number {
  return Math.round(amount * UNIT_MS[unit]);
}

/** The name of a unit alone, as the reader's language writes it beside a number field. */
export function unitName(unit: DurationUnit, locale: string): string {
  const parts = new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).formatToParts(5);
  return parts.find((part) => part.type === "unit")?.value ?? unit;
}
