import { describe, expect, it } from "vitest";
import { charactersLeft, isJumbo, TEXT_CHARACTERS_MAX } from "./text";

describe("isJumbo", () => {
  it("is for a few emoji and nothing else", () => {
    for (const text of ["👍", "❤️", "👩🏽‍🚀🎉", "🇨🇳", " 🙂 "]) expect(isJumbo(text), text).toBe(true);
    for (const text of ["", "ok 👍", "12", "😀😀😀😀", "#", "a"]) expect(isJumbo(text), text).toBe(false);
  });
});

describe("charactersLeft", () => {
  it("counts characters as the server does, not code units", () => {
    expect(charactersLeft("")).toBe(TEXT_CHARACTERS_MAX);
    expect(charactersLeft("a".repeat(TEXT_CHARACTERS_MAX + 3))).toBe(-3);
    expect(charactersLeft("😀".repeat(TEXT_CHARACTERS_MAX))).toBe(0);
  });
});
