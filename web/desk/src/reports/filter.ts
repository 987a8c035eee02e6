import type { Channel } from "@rapport/api-client";
import { CHANNELS } from "./channels";

/** So many days reach back from today, today included. */
export const DAYS = [1, 7, 30, 90] as const;
const DAYS_DEFAULT = 30;
/** Longest period of one report: two years. */
export const DAYS_MAX = 731;

/** What reports are narrowed to, as it stands in the address of the page. Days are the reader's. */
export interface ReportFilter {
  /** The last so many days; 30 when neither this nor `from` and `until` are there. */
  days?: number;
  from?: string;
  /** Included. */
  until?: string;
  brand_id?: string;
  queue_id?: string;
  channel?: Channel;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (value: unknown): value is string =>
  typeof value === "string" && DAY.test(value) && !Number.isNaN(Date.parse(value));

/** What of an address is a filter; anything else is passed over. */
export function filterOf(search: Record<string, unknown>): ReportFilter {
  const { days, from, until, brand_id, queue_id, channel } = search;
  const filter: ReportFilter = {};
  if (isDay(from) && isDay(until) && from <= until && daysBetween(from, until) < DAYS_MAX) {
    filter.from = from;
    filter.until = until;
  } else if (DAYS.some((one) => one === days) && days !== DAYS_DEFAULT) {
    filter.days = days as number;
  }
  if (typeof brand_id === "string" && brand_id) filter.brand_id = brand_id;
  if (typeof queue_id === "string" && queue_id) filter.queue_id = queue_id;
  const known = CHANNELS.find((one) => one === channel);
  if (known) filter.channel = known;
  return filter;
}

/** The filter with a change; what is empty is left out. */
export const changed = (filter: ReportFilter, change: Partial<ReportFilter>): ReportFilter =>
  filterOf({ ...filter, ...change });

/** Which of the periods it is; none for days of one's own. */
export const daysOf = ({ days, from }: ReportFilter): number | null => (from ? null : (days ?? DAYS_DEFAULT));

function daysBetween(from: string, until: string): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000);
}

/** From the beginning of a day to the beginning of the one after another. */
export function spanOf(filter: ReportFilter, now: Date): { from: Date; to: Date } {
  if (filter.from && filter.until) return { from: dayOf(filter.from, 0), to: dayOf(filter.until, 1) };
  const today = [now.getFullYear(), now.getMonth()] as const;
  const days = daysOf(filter) ?? DAYS_DEFAULT;
  return {
    from: new Date(...today, now.getDate() - days + 1),
    to: new Date(...today, now.getDate() + 1),
  };
}

/** Where a day begins here, or the one so many days later. */
export function dayOf(day: string, later: number): Date {
  const [year = 1970, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later);
}

/** A day as it stands in an address. */
export function nameOfDay(day: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** The filter as the API's parameters. */
export function parametersOf(filter: ReportFilter, now: Date) {
  const { brand_id, queue_id, channel } = filter;
  const { from, to } = spanOf(filter, now);
  return { from: from.toISOString(), to: to.toISOString(), brand_id, queue_id, channel };
}

export type ReportParameters = ReturnType<typeof parametersOf>;

/** Where a report comes as a file. */
export function filePath(report: string, parameters: Record<string, string | undefined>): string {
  const given = Object.entries({ ...parameters, format: "csv" }).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return `/api/v1/reports/${report}?${new URLSearchParams(given)}`;
}
