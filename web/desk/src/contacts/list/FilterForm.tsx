import { ActionIcon, Button, Select, Switch, TextInput } from "@mantine/core";
import type { ContactField, FieldKind } from "@rapport/api-client";
import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { companyQuery } from "~/api/companies";
import { useDirectory } from "~/api/directory";
import { useT } from "~/messages";
import { useLanguageOptions } from "~/settings/controls/locale";
import { CompanySelect } from "../details/CompanySelect";
import { FieldControl } from "../details/FieldControl";
import classes from "./FilterForm.module.css";
import {
  CONDITIONS_MAX,
  type ContactFilter,
  type FieldCondition,
  IDENTITY_KINDS,
  type IdentityKind,
} from "./filter";

interface Props {
  filter: ContactFilter;
  onChange: (change: Partial<ContactFilter>) => void;
}

/** Everything by which the list can be narrowed; each change shows at once. */
export default function FilterForm({ filter, onChange }: Props) {
  const t = useT();
  const languages = useLanguageOptions(filter.language ? [filter.language] : []);
  const tags = [...useDirectory("tags").values()].filter((tag) => !tag.archived || tag.id === filter.tag_id);
  const segments = [...useDirectory("segments").values()].filter(
    (segment) => !segment.archived || segment.id === filter.segment_id,
  );
  const { data: company } = useQuery({
    ...companyQuery(filter.company_id ?? ""),
    enabled: filter.company_id !== undefined,
  });
  const select = { size: "xs" as const, clearable: true, nothingFoundMessage: t("action.nothing_found") };
  return (
    <div className={classes.form}>
      <Select
        {...select}
        searchable
        label={t("field.tag")}
        data={tags.map(({ id, name }) => ({ value: id, label: name }))}
        value={filter.tag_id ?? null}
        onChange={(tag_id) => onChange({ tag_id: tag_id ?? "" })}
      />
      {segments.length > 0 && (
        <Select
          {...select}
          searchable
          label={t("field.segment")}
          data={segments.map(({ id, name }) => ({ value: id, label: name }))}
          value={filter.segment_id ?? null}
          onChange={(segment_id) => onChange({ segment_id: segment_id ?? "" })}
        />
      )}
      <CompanySelect
        size="xs"
        label={t("details.company")}
        value={filter.company_id && company ? company : null}
        onChange={(next) => onChange({ company_id: next?.id ?? "" })}
      />
      <Select
        {...select}
        searchable
        label={t("details.language")}
        data={languages}
        value={filter.language ?? null}
        onChange={(language) => onChange({ language: language ?? "" })}
      />
      <Select
        {...select}
        label={t("filter.reachable_by")}
        data={IDENTITY_KINDS.map((kind) => ({ value: kind, label: t(`identities.kind.${kind}`) }))}
        value={filter.reachable_by ?? null}
        onChange={(kind) => onChange({ reachable_by: (kind as IdentityKind | null) ?? undefined })}
      />
      <Days
        label={t("customer.last_seen")}
        from={filter.seen_from}
        until={filter.seen_until}
        onChange={(seen_from, seen_until) => onChange({ seen_from, seen_until })}
      />
      <Days
        label={t("filter.created")}
        from={filter.created_from}
        until={filter.created_until}
        onChange={(created_from, created_until) => onChange({ created_from, created_until })}
      />
      <Conditions value={filter.fields ?? []} onChange={(fields) => onChange({ fields })} />
      <Switch
        size="xs"
        label={t("contacts.only_blocked")}
        checked={filter.blocked ?? false}
        onChange={(event) => onChange({ blocked: event.currentTarget.checked })}
      />
    </div>
  );
}

interface DaysProps {
  label: string;
  from: string | undefined;
  until: string | undefined;
  onChange: (from: string, until: string) => void;
}

function Days({ label, from = "", until = "", onChange }: DaysProps) {
  const t = useT();
  const input = { type: "date", size: "xs" as const };
  return (
    <fieldset className={classes.days}>
      <legend>{label}</legend>
      <TextInput
        {...input}
        aria-label={t("filter.day_from", { name: label })}
        value={from}
        onChange={(event) => onChange(event.currentTarget.value, until)}
      />
      <span aria-hidden>–</span>
      <TextInput
        {...input}
        aria-label={t("filter.day_until", { name: label })}
        value={until}
        onChange={(event) => onChange(from, event.currentTarget.value)}
      />
    </fieldset>
  );
}

interface ConditionsProps {
  value: FieldCondition[];
  onChange: (value: FieldCondition[]) => void;
}

function Conditions({ value, onChange }: ConditionsProps) {
  const t = useT();
  const all = useDirectory("contact_fields");
  const fields = [...all.values()].filter(
    (field) => !field.archived || value.some((condition) => condition.id === field.id),
  );
  const [first] = fields;
  if (!first) return null;
  return (
    <fieldset className={classes.conditions}>
      <legend>{t("filter.fields")}</legend>
      {value.map((condition, place) => {
        const put = (next: FieldCondition) => onChange(value.map((one, at) => (at === place ? next : one)));
        const field = all.get(condition.id);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place.
          <div key={place} className={classes.condition}>
            <div className={classes.which}>
              <Select
                size="xs"
                className={classes.value}
                aria-label={t("filter.field", { number: place + 1 })}
                allowDeselect={false}
                searchable
                data={fields.map(({ id, name }) => ({ value: id, label: name }))}
                value={condition.id}
                onChange={(id) => id && put({ id })}
              />
              <ActionIcon
                aria-label={t("action.remove")}
                onClick={() => onChange(value.filter((_, at) => at !== place))}
              >
                <X size={14} />
              </ActionIcon>
            </div>
            {field && <Test field={field} condition={condition} onChange={put} />}
          </div>
        );
      })}
      {value.length < CONDITIONS_MAX && (
        <Button
          className={classes.add}
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={<Plus size={13} />}
          onClick={() => onChange([...value, { id: first.id }])}
        >
          {t("filter.add_field")}
        </Button>
      )}
    </fieldset>
  );
}

type Way = "is" | "between" | "known" | "unknown";

const WAYS: Record<FieldKind, readonly Way[]> = {
  text: ["is", "known", "unknown"],
  number: ["is", "between", "known", "unknown"],
  date: ["is", "between", "known", "unknown"],
  yes_no: ["is", "known", "unknown"],
  choice: ["is", "known", "unknown"],
};

function wayOf({ from, until, known }: FieldCondition): Way {
  if (known !== undefined) return known ? "known" : "unknown";
  return from !== undefined || until !== undefined ? "between" : "is";
}

interface TestProps {
  field: ContactField;
  condition: FieldCondition;
  onChange: (condition: FieldCondition) => void;
}

function Test({ field, condition, onChange }: TestProps) {
  const t = useT();
  const { id, is, from, until } = condition;
  const way = wayOf(condition);
  const begin = (next: Way): FieldCondition => {
    if (next === "known" || next === "unknown") return { id, known: next === "known" };
    // An end that is not chosen yet: from today, or from nothing on.
    if (next === "between") return { id, from: field.kind === "date" ? today() : 0 };
    return { id };
  };
  const control = { field, className: classes.value };
  return (
    <>
      <Select
        size="xs"
        aria-label={t("filter.way", { name: field.name })}
        allowDeselect={false}
        data={WAYS[field.kind].map((one) => ({ value: one, label: t(`filter.way_${one}`) }))}
        value={way}
        onChange={(next) => next && onChange(begin(next as Way))}
      />
      {way === "is" && (
        <FieldControl
          {...control}
          label={field.name}
          value={is}
          onChange={(value) => onChange({ id, ...(value === null ? {} : { is: value }) })}
        />
      )}
      {way === "between" && (
        <span className={classes.range}>
          <FieldControl
            {...control}
            label={t("filter.day_from", { name: field.name })}
            value={from}
            onChange={(value) =>
              onChange({
                id,
                ...(value === null ? {} : { from: value }),
                ...(until !== undefined && { until }),
              })
            }
          />
          <span aria-hidden>–</span>
          <FieldControl
            {...control}
            label={t("filter.day_until", { name: field.name })}
            value={until}
            onChange={(value) =>
              onChange({
                id,
                ...(from !== undefined && { from }),
                ...(value === null ? {} : { until: value }),
              })
            }
          />
        </span>
      )}
    </>
  );
}

function today(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
