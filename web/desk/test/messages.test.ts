import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { describe, expect, it } from "vitest";
import en from "~/messages/en.json";
import ru from "~/messages/ru.json";
import zh from "~/messages/zh.json";

/** The names that a message takes its values by, at any depth. */
function placeholders(elements: MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    switch (element.type) {
      case TYPE.literal:
      case TYPE.pound:
        return [];
      case TYPE.plural:
      case TYPE.select:
        return [element.value, ...Object.values(element.options).flatMap(({ value }) => placeholders(value))];
      case TYPE.tag:
        return [element.value, ...placeholders(element.children)];
      default:
        return [element.value];
    }
  });
}
const names = (message: string) => [...new Set(placeholders(parse(message)))].sort();

describe.each([
  ["zh", zh],
  ["ru", ru],
] as [string, Record<string, string>][])("%s", (_, messages) => {
  it("has exactly the keys that English has", () => {
    expect(Object.keys(messages).sort()).toEqual(Object.keys(en).sort());
  });

  it("is valid ICU with the same values", () => {
    for (const [id, text] of Object.entries(en)) {
      expect({ id, names: names(messages[id] ?? "") }).toEqual({ id, names: names(text) });
    }
  });

  it("leaves nothing empty", () => {
    expect(Object.entries(messages).filter(([, text]) => text.trim() === "")).toEqual([]);
  });
});
