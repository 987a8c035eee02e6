import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { IntlProvider, useIntl } from "react-intl";
import { loadSettingsMessages } from "~/messages";
import { ErrorState } from "~/ui/ErrorState";
import { RoutePending } from "~/ui/RoutePending";
import { useLanguage } from "./LanguageProvider";

/** Brings the words of the settings, around whatever says them. */
export function SettingsMessages({ children }: { children: ReactNode }) {
  const intl = useIntl();
  const { locale } = useLanguage();
  const { data, error, refetch } = useQuery({
    queryKey: ["settings-messages", locale],
    queryFn: () => loadSettingsMessages(locale),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <RoutePending />;
  const messages = { ...(intl.messages as Record<string, string>), ...data };
  return (
    <IntlProvider locale={intl.locale} messages={messages} defaultLocale="en">
      {children}
    </IntlProvider>
  );
}
