import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { IntlProvider, useIntl } from "react-intl";
import { type Area, loadAreaMessages } from "~/messages";
import { ErrorState } from "~/ui/ErrorState";
import { RoutePending } from "~/ui/RoutePending";
import { useLanguage } from "./LanguageProvider";

interface Props {
  area: Area;
  /** Shown without the words, for what one can do without. */
  meanwhile?: ReactNode;
  children: ReactNode;
}

/** Brings the words of an area, around whatever says them. */
export function AreaMessages({ area, meanwhile, children }: Props) {
  const intl = useIntl();
  const { locale } = useLanguage();
  const { data, error, refetch } = useQuery({
    queryKey: ["messages", area, locale],
    queryFn: () => loadAreaMessages(area, locale),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (meanwhile !== undefined && !data) return meanwhile;
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <RoutePending />;
  const messages = { ...(intl.messages as Record<string, string>), ...data };
  return (
    <IntlProvider locale={intl.locale} messages={messages} defaultLocale="en">
      {children}
    </IntlProvider>
  );
}
