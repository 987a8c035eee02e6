import { describe, expect, it } from "vitest";
import { isolated } from "~/messages/isolated";

describe("what is put into a sentence", () => {
  it("is isolated when it runs from right to left, else left alone", () => {
    const values = { name: "שרה", queue: "Repairs", count: 3, nothing: undefined };
    expect(isolated(values)).toEqual({ ...values, name: "\u2068שרה\u2069" });
    expect(isolated({ note: "call سارة back" })).toEqual({ note: "\u2068call سارة back\u2069" });
    expect(isolated(undefined)).toBeUndefined();
  });

  it("cannot turn the sentence with marks of its own", () => {
    expect(isolated({ name: "\u202eevil\u2069" })).toEqual({ name: "evil" });
  });
});
