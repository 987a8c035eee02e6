import { MultiSelect, Select, Switch } from "@mantine/core";
import { type DirectoryKind, useDirectory } from "~/api/directory";
import { type MessageId, useT } from "~/messages";
import type { ControlProps } from "../directory/form";

export function Toggle({ value, onChange, required: _, ...rest }: ControlProps<boolean | undefined>) {
  return (
    <Switch
      {...rest}
      size="sm"
      checked={value ?? false}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

interface OneOfProps extends ControlProps<string | undefined> {
  options: Record<string, MessageId>;
}

/** One of a few fixed values, each with its words. */
export function OneOf({ value, onChange, options, ...rest }: OneOfProps) {
  const t = useT();
  return (
    <Select
      {...rest}
      allowDeselect={false}
      data={Object.entries(options).map(([option, label]) => ({ value: option, label: t(label) }))}
      value={value ?? null}
      onChange={(next) => next && onChange(next)}
    />
  );
}

function useOptions(kind: DirectoryKind, chosen: readonly string[]) {
  return [...useDirectory(kind).values()]
    .filter((record) => !record.archived || chosen.includes(record.id))
    .map((record) => ({ value: record.id, label: "name" in record ? record.name : record.title }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

interface ReferenceProps extends ControlProps<string | null | undefined> {
  kind: DirectoryKind;
}

/** One record of another kind; null is a choice unless it is required. */
export function Reference({ value, onChange, kind, ...rest }: ReferenceProps) {
  const t = useT();
  return (
    <Select
      {...rest}
      searchable
      clearable={!rest.required}
      placeholder={rest.required ? t("settings.choose") : t("settings.none_chosen")}
      nothingFoundMessage={t("action.nothing_found")}
      data={useOptions(kind, value ? [value] : [])}
      value={value || null}
      onChange={onChange}
    />
  );
}

interface ReferencesProps extends ControlProps<string[] | undefined> {
  kind: DirectoryKind;
}

export function References({ value, onChange, kind, ...rest }: ReferencesProps) {
  const t = useT();
  return (
    <MultiSelect
      {...rest}
      searchable
      nothingFoundMessage={t("action.nothing_found")}
      data={useOptions(kind, value ?? [])}
      value={value ?? []}
      onChange={onChange}
    />
  );
}
