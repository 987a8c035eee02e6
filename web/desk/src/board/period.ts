/** Over which time the board counts. */
export const PERIODS = ["today", "recent"] as const;
export type Period = (typeof PERIODS)[number];

const RECENT_MS = 30 * 60_000;

export const isPeriod = (value: unknown): value is Period => PERIODS.some((period) => period === value);

/** From when it counts: since midnight here, or over the last half hour. */
export function sinceOf(period: Period, now: Date): Date {
  if (period === "recent") return new Date(now.getTime() - RECENT_MS);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate());
}
