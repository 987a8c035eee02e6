import { useCallback } from "react";
import { type PrimitiveType, useIntl } from "react-intl";
import type english from "./en.json";
import { isolated } from "./isolated";
import type settingsEnglish from "./settings/en.json";

/** Those of the settings, the set-up, the board and the welcome are there only inside `SettingsMessages`. */
export type MessageId = keyof typeof english | keyof typeof settingsEnglish;
export type Locale = "en" | "zh" | "ru";

/** The languages that ship with the product, each named in itself. */
export const LOCALES: Record<Locale, string> = { en: "English", zh: "中文", ru: "Русский" };

const STORAGE_KEY = "rapport.locale";

/** What the person chose, else the first of the browser's languages that we speak, else English. */
export function preferredLocale(): Locale {
  const wished = [localStorage.getItem(STORAGE_KEY), ...navigator.languages];
  for (const tag of wished) {
    const language = tag?.split("-")[0];
    if (language && language in LOCALES) return language as Locale;
  }
  return "en";
}

export function rememberLocale(locale: Locale) {
  localStorage.setItem(STORAGE_KEY, locale);
}

export async function loadMessages(locale: Locale): Promise<Record<string, string>> {
  switch (locale) {
    case "zh":
      return (await import("./zh.json")).default;
    case "ru":
      return (await import("./ru.json")).default;
    default:
      return (await import("./en.json")).default;
  }
}

/** What only settings, set-up, board and welcome say: most agents never see it, so it is not loaded with the desk. */
export async function loadSettingsMessages(locale: Locale): Promise<Record<string, string>> {
  switch (locale) {
    case "zh":
      return (await import("./settings/zh.json")).default;
    case "ru":
      return (await import("./settings/ru.json")).default;
    default:
      return (await import("./settings/en.json")).default;
  }
}

/** The text of a message in the reader's language. */
export type Translate = (id: MessageId, values?: Record<string, PrimitiveType>) => string;

export function useT(): Translate {
  const intl = useIntl();
  return useCallback((id, values) => intl.formatMessage({ id }, isolated(values)), [intl]);
}
