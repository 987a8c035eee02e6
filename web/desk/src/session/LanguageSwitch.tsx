import { SegmentedControl } from "@mantine/core";
import { useLanguage } from "~/app/LanguageProvider";
import { LOCALES, type Locale, useT } from "~/messages";

export function LanguageSwitch() {
  const t = useT();
  const { locale, setLocale } = useLanguage();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t("me.language")}
      value={locale}
      onChange={(value) => setLocale(value as Locale)}
      data={Object.entries(LOCALES).map(([value, label]) => ({ value, label }))}
    />
  );
}
