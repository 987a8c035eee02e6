import { describe, expect, it } from "vitest";
import { changed, exportPath, filterOf, isNarrowed, parametersOf } from "./filter";

describe("the filter of the list of contacts", () => {
  it("takes from an address only what it knows", () => {
    const fields = [{ id: "field_1", from: 3, until: 7 }, { id: 4 }, "x", { id: "field_2", known: "no" }];
    const search = {
      query: "vera",
      blocked: "yes",
      tag_id: "",
      reachable_by: "pigeon",
      seen_from: "2026-02-31x",
      created_until: "2026-02-28",
      fields,
      other: 1,
    };
    expect(filterOf(search)).toEqual({
      query: "vera",
      created_until: "2026-02-28",
      fields: [{ id: "field_1", from: 3, until: 7 }],
    });
    expect(isNarrowed(filterOf({ other: 1 }))).toBe(false);
    expect(filterOf({ fields: Array(5).fill({ id: "field_1", known: true }) }).fields).toHaveLength(3);
  });

  it("asks the API for whole days of the reader", () => {
    const { seen_from, seen_until } = parametersOf({ seen_from: "2026-03-01", seen_until: "2026-03-01" });
    expect(seen_from).toBe(new Date(2026, 2, 1).toISOString());
    expect(seen_until).toBe(new Date(2026, 2, 2).toISOString());
  });

  it("leaves out conditions that say nothing yet", () => {
    expect(parametersOf({ fields: [{ id: "field_1" }] })).toEqual({});
    const fields = [{ id: "field_1" }, { id: "field_2", is: false }];
    expect(parametersOf({ fields })).toEqual({ fields: '[{"id":"field_2","is":false}]' });
  });

  it("goes with the file that is handed out", () => {
    const path = exportPath({ query: "a&b", blocked: true, fields: [{ id: "field_1", is: "x" }] });
    const asked = new URL(path, "https://desk.example").searchParams;
    expect(Object.fromEntries(asked)).toEqual({
      query: "a&b",
      blocked: "true",
      fields: '[{"id":"field_1","is":"x"}]',
    });
  });

  it("loses what is cleared", () => {
    expect(changed({ query: "a", tag_id: "t" }, { query: "", tag_id: "u" })).toEqual({ tag_id: "u" });
  });
});
