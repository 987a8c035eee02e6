import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { describe, expect, it } from "vitest";
import contactsEn from "~/messages/contacts/en.json";
import contactsRu from "~/messages/contacts/ru.json";
import contactsZh from "~/messages/contacts/zh.json";
import en from "~/messages/en.json";
import mailEn from "~/messages/mail/en.json";
import mailRu from "~/messages/mail/ru.json";
import mailZh from "~/messages/mail/zh.json";
import reportsEn from "~/messages/reports/en.json";
import reportsRu from "~/messages/reports/ru.json";
import reportsZh from "~/messages/reports/zh.json";
import ru from "~/messages/ru.json";
import settingsEn from "~/messages/settings/en.json";
import settingsRu from "~/messages/settings/ru.json";
import settingsZh from "~/messages/settings/zh.json";
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

type Messages = Record<string, string>;

describe.each([
  ["zh", en, zh],
  ["ru", en, ru],
  ["zh, settings", settingsEn, settingsZh],
  ["ru, settings", settingsEn, settingsRu],
  ["zh, contacts", contactsEn, contactsZh],
  ["ru, contacts", contactsEn, contactsRu],
  ["zh, mail", mailEn, mailZh],
  ["ru, mail", mailEn, mailRu],
  ["zh, reports", reportsEn, reportsZh],
  ["ru, reports", reportsEn, reportsRu],
] as [string, Messages, Messages][])("%s", (_, english, messages) => {
  it("has exactly the keys that English has", () => {
    expect(Object.keys(messages).sort()).toEqual(Object.keys(english).sort());
  });

  it("is valid ICU with the same values", () => {
    for (const [id, text] of Object.entries(english)) {
      expect({ id, names: names(messages[id] ?? "") }).toEqual({ id, names: names(text) });
    }
  });

  it("leaves nothing empty", () => {
    expect(Object.entries(messages).filter(([, text]) => text.trim() === "")).toEqual([]);
  });
});

const sources = import.meta.glob<string>("../src/**/*.{ts,tsx}", {
  query: "?raw",
  import: "default",
  eager: true,
});
const elsewhere = (inside: RegExp) => Object.entries(sources).filter(([name]) => !inside.test(name));

describe.each([
  [
    "settings",
    settingsEn,
    /^\.\.\/src\/(settings|setup|board|welcome|messages|routes\/(settings|setup|board|welcome))/,
  ],
  [
    "contacts",
    contactsEn,
    /^\.\.\/src\/(contacts\/(companies|imports|list|merge|ContactsTabs|ContactHeader|ContactPage)|messages\/|routes\/contacts)/,
  ],
  [
    "mail",
    mailEn,
    /^\.\.\/src\/(mail\/|reach\/|conversation\/MergeSuggestion|messages\/|session\/OwnSignature)/,
  ],
  ["reports", reportsEn, /^\.\.\/src\/(reports\/|messages\/)/],
] as [string, Messages, RegExp][])("the words of the %s", (_, english, inside) => {
  const kinds = new Set(Object.keys(english).map((id) => id.split(".")[0]));

  it("are of kinds of their own", () => {
    const others = [en, settingsEn, contactsEn, mailEn, reportsEn].filter((messages) => messages !== english);
    const ids = others.flatMap((messages) => Object.keys(messages));
    expect(ids.filter((id) => kinds.has(id.split(".")[0]))).toEqual([]);
  });

  it("are said nowhere else: they are not loaded there", () => {
    const said = new RegExp(
      `["\`](${Object.keys(english)
        .map((id) => id.replaceAll(".", "\\."))
        .join("|")})["\`]`,
    );
    const outside = elsewhere(inside);
    expect(outside.length).toBeGreaterThan(100);
    expect(outside.filter(([, source]) => said.test(source)).map(([name]) => name)).toEqual([]);
  });
});
