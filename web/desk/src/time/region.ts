import type { Locale } from "~/messages";

/** Our Chinese is simplified; a region alone (TW, HK) would say traditional. */
const WRITTEN: Record<Locale, string> = { en: "en", zh: "zh-Hans", ru: "ru" };

/**
 * The locale in which dates, times and numbers are written beside messages of this language: with the region
 * that the browser (`wished`: its languages, the dearest first) names for the language, else for another: a
 * British browser gets British dates, and one in German, which the desk does not speak, English with German ones.
 */
export function regionalLocale(language: Locale, wished: readonly string[]): string {
  const tags = wished.flatMap((tag) => parsed(tag) ?? []);
  const region =
    tags.find((tag) => tag.language === language && tag.region)?.region ??
    (tags.some((tag) => tag.language === language) ? undefined : tags.find((tag) => tag.region)?.region);
  return region ? `${WRITTEN[language]}-${region}` : WRITTEN[language];
}

function parsed(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag);
  } catch {
    return null;
  }
}
