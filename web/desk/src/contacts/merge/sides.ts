import type { Contact, ContactField, FieldValue } from "@rapport/api-client";

export type Sides = [Contact, Contact];

/** A contact goes by the id that other systems know best: one that they gave, else the older. */
export function survivorOf(one: Contact, other: Contact): Contact {
  const isKnown = (contact: Contact) =>
    contact.identities.some(({ kind, verified }) => kind === "external" && verified);
  if (isKnown(one) !== isKnown(other)) return isKnown(one) ? one : other;
  return one.created_at <= other.created_at ? one : other;
}

/** Something that can be known of a contact but once, and what both say. */
export interface Line {
  key: "name" | "language" | "company" | "preferred_channel" | { field: ContactField };
  values: [FieldValue | null, FieldValue | null];
  /** Both say something, and not the same: somebody has to choose. */
  differs: boolean;
}

export const idOf = ({ key }: Line): string => (typeof key === "string" ? key : key.field.id);

/** What is known of either. */
export function linesOf(sides: Sides, fields: Iterable<ContactField>): Line[] {
  const line = (key: Line["key"], of: (contact: Contact) => FieldValue | null | undefined): Line => {
    const [one = null, other = null] = sides.map(of);
    return { key, values: [one, other], differs: one !== null && other !== null && one !== other };
  };
  const sorted = [...fields].sort((a, b) => a.name.localeCompare(b.name));
  return [
    line("name", (contact) => contact.name),
    line("company", (contact) => contact.company?.name),
    line("language", (contact) => contact.language),
    line("preferred_channel", (contact) => contact.preferred_channel),
    ...sorted.map((field) => line({ field }, (contact) => contact.fields[field.id])),
  ].filter(({ values }) => values.some((value) => value !== null));
}

/** What stands of the contact who becomes a part of the other, as the server is told. */
export function preferredOf(lines: Line[], isPicked: (line: Line) => boolean) {
  const picked = lines.filter((line) => line.differs && isPicked(line));
  const names = picked.map(({ key }) => key);
  return {
    name: names.includes("name"),
    language: names.includes("language"),
    company: names.includes("company"),
    preferred_channel: names.includes("preferred_channel"),
    field_ids: picked.flatMap(({ key }) => (typeof key === "string" ? [] : [key.field.id])),
  };
}
