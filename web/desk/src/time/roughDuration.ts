const SECOND_MS = 1_000;

const UNITS = [
  ["day", 86_400 * SECOND_MS],
  ["hour", 3_600 * SECOND_MS],
  ["minute", 60 * SECOND_MS],
  ["second", SECOND_MS],
] as const;

/** A measured time in its two largest units, the lesser of them rounded: "1h 5m", "40s". */
export function roughDuration(ms: number, locale: string): string {
  const text = (amount: number, unit: string) =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "narrow" }).format(amount);
  const largest = UNITS.findIndex(([, unit_ms]) => ms >= unit_ms);
  const [, least_ms] = (largest < 0 ? undefined : UNITS[largest + 1]) ?? ["second", SECOND_MS];
  const rounded_ms = Math.round(ms / least_ms) * least_ms;
  // By its rounding it may have become a whole of the unit above.
  const at = UNITS.findIndex(([, unit_ms]) => rounded_ms >= unit_ms);
  const first = UNITS[at];
  if (!first) return text(0, "second");
  const second = UNITS[at + 1];
  const whole = text(Math.floor(rounded_ms / first[1]), first[0]);
  const rest = second ? Math.floor((rounded_ms % first[1]) / second[1]) : 0;
  return second && rest > 0 ? `${whole} ${text(rest, second[0])}` : whole;
}
