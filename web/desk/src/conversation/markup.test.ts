import { describe, expect, it } from "vitest";
import { markedOf } from "./markup";

/** A short way to write spans: [words, marks, link]. */
const read = (source: string) =>
  markedOf(source).spans.map(({ text, marks = [], href }) => [
    text,
    marks.join(" "),
    ...(href ? [href] : []),
  ]);

describe("markedOf", () => {
  it("reads each mark", () => {
    expect(read("a **b** *c* _d_ ~~e~~ `f`")).toEqual([
      ["a ", ""],
      ["b", "bold"],
      [" ", ""],
      ["c", "italic"],
      [" ", ""],
      ["d", "italic"],
      [" ", ""],
      ["e", "strikethrough"],
      [" ", ""],
      ["f", "code"],
    ]);
    expect(markedOf("a **b**")).toMatchObject({ text: "a b" });
  });

  it("reads marks within marks", () => {
    expect(read("***both***")).toEqual([["both", "bold italic"]]);
    expect(read("**bold and *both* again**")).toEqual([
      ["bold and ", "bold"],
      ["both", "bold italic"],
      [" again", "bold"],
    ]);
    expect(read("*a **b***")).toEqual([
      ["a ", "italic"],
      ["b", "italic bold"],
    ]);
  });

  it("reads links, also with marks and brackets", () => {
    expect(read("[the **form**](https://a.example/x_(1))!")).toEqual([
      ["the ", "", "https://a.example/x_(1)"],
      ["form", "bold", "https://a.example/x_(1)"],
      ["!", ""],
    ]);
    expect(read("[x](javascript:alert(1)) [y](mailto:vera@example.com)")).toEqual([
      ["[x](javascript:alert(1)) ", ""],
      ["y", "", "mailto:vera@example.com"],
    ]);
  });

  it("leaves alone what only looks like a mark", () => {
    for (const source of [
      "2*3*4 = 24",
      "2 * 3 * 4",
      "snake_case_name and __init__",
      "* a list\n* of two",
      "https://a.example/_x_/*y*",
      "5 stars: *****",
      "~ about ~ 20",
      "one * two",
      "**not\n\nclosed**",
      "`open",
      "[x](y)",
      "**",
      "****",
      "",
    ]) {
      expect(markedOf(source), source).toEqual({ text: source, spans: [] });
    }
  });

  it("knows writings without spaces", () => {
    expect(read("请**重启**设备")).toEqual([
      ["请", ""],
      ["重启", "bold"],
      ["设备", ""],
    ]);
  });

  it("shows signs in code as they are", () => {
    expect(read("run `a * b * c` or ``x`y``")).toEqual([
      ["run ", ""],
      ["a * b * c", "code"],
      [" or ", ""],
      ["x`y", "code"],
    ]);
  });

  it("keeps blanks and lines as they were typed", () => {
    expect(markedOf("  1. **a**\n\n    b  \n• c").text).toBe("  1. a\n\n    b  \n• c");
  });

  it("adds nothing and loses nothing but signs, whatever is typed", () => {
    const alphabet = ["*", "**", "_", "~~", "`", "[", "](https://a.example)", " ", "\n", "a", "字", "é", "."];
    let seed = 7;
    const next = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return alphabet[seed % alphabet.length] as string;
    };
    const letters = (text: string) => text.replace(/https:\/\/a\.example|[*_~`[\]()]/gu, "");
    for (let round = 0; round < 2_000; round += 1) {
      const source = Array.from({ length: 1 + (round % 24) }, next).join("");
      const { text, spans } = markedOf(source);
      expect(letters(text), source).toBe(letters(source));
      if (spans.length > 0) expect(spans.map((span) => span.text).join("")).toBe(text);
    }
  });

  it("is not held up by ten thousand signs", () => {
    for (const sign of ["*", "**a ", "_a ", "`", "~~a ", "[", "*a "]) {
      const source = sign.repeat(Math.floor(10_000 / sign.length));
      expect(markedOf(source).text.length).toBeLessThanOrEqual(source.length);
    }
  });
});
