import { describe, expect, it } from "vitest";
import { regionalLocale } from "~/time/region";

describe("the locale of dates", () => {
  it.each([
    ["en", ["en-GB", "en"], "en-GB"],
    ["en", ["en-US", "en"], "en-US"],
    ["en", ["en", "en-AU"], "en-AU"],
    ["en", ["en"], "en"],
    ["en", ["ru-RU", "en-GB"], "en-GB"],
    ["en", ["de-DE", "de"], "en-DE"],
    ["ru", ["ru-KZ"], "ru-KZ"],
    ["ru", ["en-GB"], "ru-GB"],
    ["zh", ["zh-SG"], "zh-Hans-SG"],
    ["zh", ["zh-Hant-TW"], "zh-Hans-TW"],
    ["en", [], "en"],
    ["en", ["not a tag", "en-CA"], "en-CA"],
  ] as const)("for messages in %s and a browser of %j is %s", (language, wished, locale) => {
    expect(regionalLocale(language, wished)).toBe(locale);
  });

  it("writes a day and a time as they are written there", () => {
    const moment = new Date(Date.UTC(2026, 2, 9, 17, 5));
    const written = (language: "en" | "zh" | "ru", ...wished: string[]) =>
      new Intl.DateTimeFormat(regionalLocale(language, wished), {
        dateStyle: "short",
        timeStyle: "short",
        timeZone: "UTC",
      })
        .format(moment)
        .replaceAll("\u202f", " ");
    expect(written("en", "en-GB")).toBe("09/03/2026, 17:05");
    expect(written("en", "en-US")).toBe("3/9/26, 5:05 PM");
    expect(written("en", "de-DE")).toBe("09/03/2026, 17:05");
    expect(written("ru", "ru-RU")).toBe("09.03.2026, 17:05");
    expect(written("zh", "zh-CN")).toBe("2026/3/9 17:05");
  });
});
