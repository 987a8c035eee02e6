/** Values of a draft by path: "service_level.percent". */
export type Draft = Record<string, unknown>;

function isObject(value: unknown): value is Draft {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function getAt(draft: Draft, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), draft);
}

export function setAt(draft: Draft, path: string, value: unknown): Draft {
  const [key = "", ...rest] = path.split(".");
  if (rest.length === 0) return { ...draft, [key]: value };
  const inner = draft[key];
  return { ...draft, [key]: setAt(isObject(inner) ? inner : {}, rest.join("."), value) };
}

/** The top-level fields that differ: what a PATCH has to say. */
export function changesOf(before: Draft, after: Draft): Draft {
  const changed = Object.keys(after).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  return Object.fromEntries(changed.map((key) => [key, after[key]]));
}

/** The server's words about a field, or about something inside it ("week.0.intervals" belongs to "week"). */
export function errorAt(errors: Record<string, string>, path: string): string | undefined {
  for (const [field, detail] of Object.entries(errors)) {
    const name = normal(field);
    if (name === path || name.startsWith(`${path}.`)) return detail;
  }
  return undefined;
}

/** Errors that belong to none of the form's fields, and so must be shown above it. */
export function unplacedErrors(errors: Record<string, string>, paths: string[]): string[] {
  return Object.entries(errors)
    .filter(
      ([field]) => !paths.some((path) => normal(field) === path || normal(field).startsWith(`${path}.`)),
    )
    .map(([field, detail]) => `${field}: ${detail}`);
}

/** Field names come as "a.b", "a[0].b" or "/a/b"; one spelling is enough here. */
function normal(field: string): string {
  return field
    .replace(/^\//, "")
    .replaceAll("/", ".")
    .replaceAll(/\[(\d+)\]/g, ".$1");
}
