import { useCallback } from "react";
import { type PrimitiveType, useIntl } from "react-intl";
import type contactsEnglish from "./contacts/en.json";
import type english from "./en.json";
import { isolated } from "./isolated";
import type mailEnglish from "./mail/en.json";
import type reportsEnglish from "./reports/en.json";
import type settingsEnglish from "./settings/en.json";

/** Those of an area are there only inside its `AreaMessages`. */
export type MessageId =
  | keyof typeof english
  | keyof typeof settingsEnglish
  | keyof typeof contactsEnglish
  | keyof typeof mailEnglish
  | keyof typeof reportsEnglish;
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

const AREAS = {
  /** Settings, set-up, board and welcome. */
  settings: {
    en: () => import("./settings/en.json"),
    zh: () => import("./settings/zh.json"),
    ru: () => import("./settings/ru.json"),
  },
  /** The pages of contacts, and what is done to them there. */
  contacts: {
    en: () => import("./contacts/en.json"),
    zh: () => import("./contacts/zh.json"),
    ru: () => import("./contacts/ru.json"),
  },
  /** What a mail shows, and by what an answer goes. */
  mail: {
    en: () => import("./mail/en.json"),
    zh: () => import("./mail/zh.json"),
    ru: () => import("./mail/ru.json"),
  },
  reports: {
    en: () => import("./reports/en.json"),
    zh: () => import("./reports/zh.json"),
    ru: () => import("./reports/ru.json"),
  },
};

/** A part of the desk whose words are not loaded with the desk: `AreaMessages` brings them. */
export type Area = keyof typeof AREAS;

export async function loadAreaMessages(area: Area, locale: Locale): Promise<Record<string, string>> {
  return (await AREAS[area][locale]()).default;
}

/** The text of a message in the reader's language. */
export type Translate = (id: MessageId, values?: Record<string, PrimitiveType>) => string;

export function useT(): Translate {
  const intl = useIntl();
  return useCallback((id, values) => intl.formatMessage({ id }, isolated(values)), [intl]);
}
