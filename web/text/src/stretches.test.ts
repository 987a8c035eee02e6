import { describe, expect, it } from "vitest";
import { stretchesOf } from "./stretches";

describe("stretchesOf", () => {
  it("finds addresses in a text that has no spans", () => {
    expect(stretchesOf("See https://a.example.")).toEqual([
      { text: "See ", marks: [], href: null },
      { text: "https://a.example", marks: [], href: "https://a.example/" },
      { text: ".", marks: [], href: null },
    ]);
    expect(stretchesOf("")).toEqual([]);
  });

  it("finds addresses within a mark, and leaves code alone", () => {
    const spans = [
      { text: "https://a.example", marks: ["bold" as const] },
      { text: "https://b.example", marks: ["code" as const] },
    ];
    expect(stretchesOf("https://a.examplehttps://b.example", spans)).toEqual([
      { text: "https://a.example", marks: ["bold"], href: "https://a.example/" },
      { text: "https://b.example", marks: ["code"], href: null },
    ]);
  });

  it("follows only links that run nothing", () => {
    for (const href of ["javascript:alert(1)", "data:text/html,x", "//a.example", " https://a.example"]) {
      expect(stretchesOf("x", [{ text: "x", href }])).toEqual([{ text: "x", marks: [], href: null }]);
    }
    expect(stretchesOf("x", [{ text: "x", href: "mailto:vera@example.com" }])[0]?.href).toBe(
      "mailto:vera@example.com",
    );
  });
});
