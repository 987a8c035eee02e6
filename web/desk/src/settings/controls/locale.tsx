import { MultiSelect, Select } from "@mantine/core";
import { useIntl } from "react-intl";
import { useT } from "~/messages";
import type { ControlProps } from "../directory/form";

/** BCP 47 tags that are offered by name; the API takes any. */
const LANGUAGES =
  "ar bg bn ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nb nl pl pt pt-BR ro ru sk sl sr sv th tr uk vi zh zh-Hant".split(
    " ",
  );

/** Languages by name, those that are chosen among them. */
export function useLanguageOptions(chosen: readonly string[]) {
  const intl = useIntl();
  return [...new Set([...LANGUAGES, ...chosen])]
    .map((tag) => ({ value: tag, label: intl.formatDisplayName(tag, { type: "language" }) ?? tag }))
    .sort((a, b) => a.label.localeCompare(b.label, intl.locale));
}

export function LanguageChoice({ value, onChange, ...rest }: ControlProps<string | null | undefined>) {
  const t = useT();
  return (
    <Select
      {...rest}
      searchable
      clearable
      placeholder={t("settings.none_chosen")}
      nothingFoundMessage={t("action.nothing_found")}
      data={useLanguageOptions(value ? [value] : [])}
      value={value ?? null}
      onChange={onChange}
    />
  );
}

export function LanguagesChoice({ value, onChange, ...rest }: ControlProps<string[] | undefined>) {
  const t = useT();
  return (
    <MultiSelect
      {...rest}
      searchable
      nothingFoundMessage={t("action.nothing_found")}
      data={useLanguageOptions(value ?? [])}
      value={value ?? []}
      onChange={onChange}
    />
  );
}

export const browserTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function TimeZone({ value, onChange, ...rest }: ControlProps<string | undefined>) {
  const t = useT();
  const zones = new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), ...(value ? [value] : [])]);
  return (
    <Select
      {...rest}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t("action.nothing_found")}
      data={[...zones]}
      value={value ?? null}
      onChange={(next) => next && onChange(next)}
    />
  );
}
