import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { IntlProvider } from "react-intl";
import { type Locale, loadMessages, preferredLocale, rememberLocale } from "~/messages";
import { regionalLocale } from "~/time/region";

interface Language {
  locale: Locale;
  setLocale: (locale: Locale) => void;
}

const LanguageContext = createContext<Language>({ locale: "en", setLocale: () => undefined });

export function useLanguage(): Language {
  return useContext(LanguageContext);
}

/** Keeps the old language on screen until the new one's messages have arrived. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [wished, setWished] = useState<Locale>(preferredLocale);
  const [shown, setShown] = useState<{ locale: Locale; messages: Record<string, string> }>();

  useEffect(() => {
    let current = true;
    loadMessages(wished).then((messages) => {
      if (!current) return;
      document.documentElement.lang = wished;
      setShown({ locale: wished, messages });
    });
    return () => {
      current = false;
    };
  }, [wished]);

  const language = useMemo<Language | undefined>(
    () =>
      shown && {
        locale: shown.locale,
        setLocale: (locale) => {
          rememberLocale(locale);
          setWished(locale);
        },
      },
    [shown],
  );

  if (!shown || !language) return null;
  const region = regionalLocale(shown.locale, navigator.languages);
  return (
    <LanguageContext value={language}>
      <IntlProvider locale={region} messages={shown.messages} defaultLocale="en">
        {children}
      </IntlProvider>
    </LanguageContext>
  );
}
