import type { FieldValue } from "@rapport/api-client";

/** By which a contact can be known. */
export const IDENTITY_KINDS = ["email", "phone", "external", "visitor"] as const;
export type IdentityKind = (typeof IDENTITY_KINDS)[number];

/** So many custom fields can be asked for at once. */
export const CONDITIONS_MAX = 3;

/** What a custom field must hold; a condition without any of it is being put together. */
export interface FieldCondition {
  id: string;
  is?: FieldValue;
  from?: FieldValue;
  until?: FieldValue;
  known?: boolean;
}

/** What narrows the list of contacts, as it stands in the address of the page. Days are the reader's. */
export interface ContactFilter {
  query?: string;
  blocked?: boolean;
  tag_id?: string;
  company_id?: string;
  segment_id?: string;
  language?: string;
  reachable_by?: IdentityKind;
  seen_from?: string;
  seen_until?: string;
  created_from?: string;
  created_until?: string;
  fields?: FieldCondition[];
}

const TEXTS = ["query", "tag_id", "company_id", "segment_id", "language"] as const;
const DAYS = ["seen_from", "seen_until", "created_from", "created_until"] as const;

const isDay = (value: unknown): value is string =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));

/** What of an address is a filter; anything else is passed over. */
export function filterOf(search: Record<string, unknown>): ContactFilter {
  const filter: ContactFilter = {};
  for (const key of TEXTS) {
    const value = search[key];
    if (typeof value === "string" && value) filter[key] = value;
  }
  for (const key of DAYS) {
    const value = search[key];
    if (isDay(value)) filter[key] = value;
  }
  if (search.blocked === true) filter.blocked = true;
  const kind = IDENTITY_KINDS.find((one) => one === search.reachable_by);
  if (kind) filter.reachable_by = kind;
  const fields = Array.isArray(search.fields) ? search.fields.filter(isCondition) : [];
  if (fields.length > 0) filter.fields = fields.slice(0, CONDITIONS_MAX);
  return filter;
}

function isCondition(value: unknown): value is FieldCondition {
  if (typeof value !== "object" || value === null) return false;
  const { id, known, ...rest } = value as Record<string, unknown>;
  const isValue = (one: unknown) => ["string", "number", "boolean", "undefined"].includes(typeof one);
  return (
    typeof id === "string" &&
    (known === undefined || typeof known === "boolean") &&
    isValue(rest.is) &&
    isValue(rest.from) &&
    isValue(rest.until)
  );
}

/** Whether it says something yet. */
export const isWhole = ({ is, from, until, known }: FieldCondition) =>
  [is, from, until, known].some((part) => part !== undefined);

/** The filter as the API's parameters: moments for days, and conditions as JSON. */
export function parametersOf(filter: ContactFilter) {
  const { seen_from, seen_until, created_from, created_until, fields = [], ...same } = filter;
  const whole = fields.filter(isWhole);
  return {
    ...same,
    ...moments({ seen_from, seen_until, created_from, created_until }),
    ...(whole.length > 0 ? { fields: JSON.stringify(whole) } : {}),
  };
}

/** Where those whom the list shows come as a file. */
export function exportPath(filter: ContactFilter): string {
  const parameters = Object.entries(parametersOf(filter)).map(([key, value]) => [key, String(value)]);
  return `/api/v1/contacts.csv?${new URLSearchParams(parameters)}`;
}

/** A day begins here; one until which something counts, counts as well. */
function moments(days: Partial<Record<(typeof DAYS)[number], string | undefined>>) {
  const found: Partial<Record<(typeof DAYS)[number], string>> = {};
  for (const key of DAYS) {
    const day = days[key];
    if (!day) continue;
    const begin = new Date(`${day}T00:00:00`);
    if (key.endsWith("until")) begin.setDate(begin.getDate() + 1);
    found[key] = begin.toISOString();
  }
  return found;
}

/** The filter with a change; what is empty is left out. */
export function changed(filter: ContactFilter, change: Partial<ContactFilter>): ContactFilter {
  return filterOf({ ...filter, ...change });
}

/** Whether anything narrows the list. */
export const isNarrowed = (filter: ContactFilter) => Object.keys(filter).length > 0;
