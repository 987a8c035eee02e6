import { describe, expect, it } from "vitest";
import { findEmoji, type Language, loadEmoji, parseRecent, withRecent } from "./list";

describe("an emoji", () => {
  it.each<[Language, string, string]>([
    ["en", "thumbs up", "👍️"],
    ["en", "fire", "🔥"],
    ["zh", "心", "❤️"],
    ["ru", "сердце", "❤️"],
    ["ru", "ОГОНЬ", "🔥"],
  ])("is found by name or word in %s: %s", async (language, query, character) => {
    const found = findEmoji(await loadEmoji(language), query);
    expect(found.map((one) => one.character)).toContain(character);
  });

  it("is not found by the middle of a word, nor by nothing", async () => {
    const all = await loadEmoji("en");
    expect(findEmoji(all, "rinning")).toEqual([]);
    expect(findEmoji(all, " ")).toEqual([]);
  });

  it("is there alike in every language", async () => {
    const [en, zh, ru] = await Promise.all([loadEmoji("en"), loadEmoji("zh"), loadEmoji("ru")]);
    const characters = (groups: typeof en) => groups.map((group) => group.map((one) => one.character));
    expect(characters(zh)).toEqual(characters(en));
    expect(characters(ru)).toEqual(characters(en));
    expect(en.every((group) => group.length > 0)).toBe(true);
  });
});

it("the one used last comes first, each once, within bounds", () => {
  expect(withRecent(["a", "b"], "b")).toEqual(["b", "a"]);
  const many = Array.from({ length: 40 }, (_, place) => `${place}`);
  expect(withRecent(many, "x")).toHaveLength(24);
  expect(parseRecent(JSON.stringify(["😀", 1]))).toEqual(["😀"]);
  expect(parseRecent("{")).toEqual([]);
});
