import type { Contact, ContactField } from "@rapport/api-client";
import { describe, expect, it } from "vitest";
import { idOf, linesOf, preferredOf, survivorOf } from "./sides";

const contact = (patch: Partial<Contact>): Contact => ({
  id: "contact_1",
  version: 1,
  name: null,
  language: null,
  company: null,
  tag_ids: [],
  fields: {},
  identities: [],
  preferred_channel: null,
  consents: {},
  blocked: null,
  page: null,
  created_at: "2026-01-01T00:00:00Z",
  last_seen_at: null,
  ...patch,
});
const field = (id: string, name: string) => ({ id, name }) as ContactField;

describe("who goes on", () => {
  const old = contact({ id: "old" });
  const young = contact({ id: "young", created_at: "2026-02-01T00:00:00Z" });
  const known = (verified: boolean) => [{ id: "i", kind: "external" as const, value: "C-1", verified }];

  it("is the older one", () => {
    expect(survivorOf(young, old)).toBe(old);
    expect(survivorOf(old, young)).toBe(old);
  });

  it("is the one whom other systems know", () => {
    const customer = { ...young, identities: known(true) };
    expect(survivorOf(old, customer)).toBe(customer);
    expect(survivorOf(old, { ...young, identities: known(false) })).toBe(old);
    expect(survivorOf({ ...old, identities: known(true) }, customer).id).toBe("old");
  });
});

describe("what is known of both", () => {
  const fields = [field("f1", "Seats"), field("f2", "Plan"), field("f3", "Cheque")];
  const lines = linesOf(
    [
      contact({ name: "Vera", language: "de", fields: { f1: 3, f2: "Gold" } }),
      contact({
        name: "V.",
        language: "de",
        company: { id: "c", name: "Alpha" },
        fields: { f1: 0, f2: "Gold" },
      }),
    ],
    fields,
  );

  it("leaves out what neither says, and asks only where they differ", () => {
    expect(lines.map((line) => [idOf(line), line.differs])).toEqual([
      ["name", true],
      ["company", false],
      ["language", false],
      ["f2", false],
      ["f1", true],
    ]);
  });

  it("tells the server what stands of the one who is merged", () => {
    expect(preferredOf(lines, () => false)).toEqual({
      name: false,
      language: false,
      company: false,
      preferred_channel: false,
      field_ids: [],
    });
    expect(preferredOf(lines, () => true)).toMatchObject({ name: true, language: false, field_ids: ["f1"] });
  });
});
