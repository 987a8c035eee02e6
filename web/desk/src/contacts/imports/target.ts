import type { ImportTarget } from "@rapport/api-client";

const FIELD = "field:";

/** A target as one word, for what can be chosen. */
export function keyOf(target: ImportTarget): string {
  return target.kind === "field" ? FIELD + target.field_id : target.kind;
}

/** What `keyOf` has made one word of. */
export function targetOf(key: string): ImportTarget {
  return key.startsWith(FIELD)
    ? { kind: "field", field_id: key.slice(FIELD.length) }
    : { kind: key as Exclude<ImportTarget["kind"], "field"> };
}
