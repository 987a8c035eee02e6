import { describe, expect, it } from "vitest";
import { FRAME_WORDS } from "../frame/words/words";
import { LOADER_WORDS } from "../loader/words/words";
import { chooseLanguage, type Message, phrase } from "./phrase";

type Book = Record<string, Message>;
const SETS: [string, Record<string, Book>][] = [
  ["frame", FRAME_WORDS],
  ["loader", LOADER_WORDS],
];

const forms = (message: Message) => (typeof message === "string" ? [message] : Object.values(message));
const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe.each(SETS)("the messages of the %s", (_, books) => {
  const english = books.en ?? {};

  it.each(Object.entries(books))("are complete in %s", (language, book) => {
    expect(Object.keys(book).sort()).toEqual(Object.keys(english).sort());
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [key, message] of Object.entries(book)) {
      for (const form of forms(message)) expect(form.trim(), key).not.toBe("");
      if (typeof message !== "string") {
        expect(Object.keys(message).sort(), key).toEqual([...categories].sort());
      }
      expect(typeof message, key).toBe(typeof english[key]);
    }
  });

  it.each(Object.entries(books))("have the same parameters in %s as in English", (_language, book) => {
    for (const [key, message] of Object.entries(book)) {
      const expected = names(forms(english[key] ?? "").at(-1) ?? "");
      for (const form of forms(message)) expect(names(form), key).toEqual(expected);
    }
  });
});

describe("phrase", () => {
  it("chooses the form that the count asks for", () => {
    const message = FRAME_WORDS.ru.new_messages;
    const said = [1, 2, 5, 21, 111].map((count) => phrase(message, "ru", { count }));
    expect(said).toEqual([
      "1 новое сообщение",
      "2 новых сообщения",
      "5 новых сообщений",
      "21 новое сообщение",
      "111 новых сообщений",
    ]);
  });

  it("takes values as they are, braces and all", () => {
    expect(phrase("{name} joined", "en", { name: "{name} $&" })).toBe("{name} $& joined");
    expect(phrase("{count} left", "en", { count: 12000 })).toBe("12,000 left");
    expect(phrase("{missing}", "en")).toBe("{missing}");
  });

  it("keeps a name that runs the other way from turning the sentence", () => {
    expect(phrase("{name} joined", "en", { name: "سارة" })).toBe("\u2068سارة\u2069 joined");
    expect(phrase("{name} joined", "en", { name: "\u202eanI" })).toBe("anI joined");
  });
});

describe("chooseLanguage", () => {
  const choose = (...wanted: string[]) => chooseLanguage(["en", "zh", "ru"], wanted);

  it("takes the first that we speak and keeps the reader's variant", () => {
    expect(choose("de", "zh-TW", "ru")).toEqual({ language: "zh", locale: "zh-TW" });
    expect(choose("en-GB")).toEqual({ language: "en", locale: "en-GB" });
  });

  it("falls back to English", () => {
    expect(choose("de")).toEqual({ language: "en", locale: "en" });
    expect(choose()).toEqual({ language: "en", locale: "en" });
  });
});
