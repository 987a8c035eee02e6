import { SegmentedControl, Select, TextInput } from "@mantine/core";
import type { Channel } from "@rapport/api-client";
import { useDirectory } from "~/api/directory";
import { useT } from "~/messages";
import { CHANNELS } from "./channels";
import { DAYS, dayOf, daysOf, nameOfDay, type ReportFilter, spanOf } from "./filter";
import classes from "./Reports.module.css";

const OWN = "own";

interface Props {
  filter: ReportFilter;
  onChange: (change: Partial<ReportFilter>) => void;
}

/** What all reports of the page are narrowed to. */
export function Narrow({ filter, onChange }: Props) {
  const t = useT();
  const inboxes = [...useDirectory("inboxes").values()];
  const channels = CHANNELS.filter(
    (channel) => channel === filter.channel || inboxes.some((inbox) => inbox.channel === channel),
  );
  const days = daysOf(filter);
  return (
    <div className={classes.tools}>
      <SegmentedControl
        size="xs"
        aria-label={t("reports.period")}
        value={days === null ? OWN : String(days)}
        onChange={(next) => onChange(next === OWN ? ownDays(filter) : lastDays(Number(next)))}
        data={[
          ...DAYS.map((count) => ({ value: String(count), label: t("reports.days", { count }) })),
          { value: OWN, label: t("reports.own_days") },
        ]}
      />
      {days === null && <OwnDays filter={filter} onChange={onChange} />}
      <RecordSelect
        kind="brands"
        label={t("field.brand")}
        all={t("reports.all_brands")}
        value={filter.brand_id}
        onChange={(brand_id) => onChange({ brand_id })}
      />
      <RecordSelect
        kind="queues"
        label={t("field.queue")}
        all={t("reports.all_queues")}
        value={filter.queue_id}
        onChange={(queue_id) => onChange({ queue_id })}
      />
      {channels.length > 1 && (
        <Select
          size="xs"
          clearable
          aria-label={t("field.channel")}
          placeholder={t("reports.all_channels")}
          data={channels.map((channel) => ({ value: channel, label: t(`channel.${channel}`) }))}
          value={filter.channel ?? null}
          onChange={(channel) => onChange({ channel: (channel as Channel | null) ?? undefined })}
        />
      )}
    </div>
  );
}

const lastDays = (days: number) => ({ days, from: undefined, until: undefined });

/** To begin with, the days that were shown. */
function ownDays(filter: ReportFilter): Partial<ReportFilter> {
  const { from, to } = spanOf(filter, new Date());
  return { from: nameOfDay(from), until: nameOfDay(dayOf(nameOfDay(to), -1)) };
}

/** An end that would lie before the other takes it along. */
function OwnDays({ filter: { from = "", until = "" }, onChange }: Props) {
  const t = useT();
  const input = { type: "date", size: "xs" as const, required: true };
  return (
    <div className={classes.own}>
      <TextInput
        {...input}
        aria-label={t("reports.from")}
        value={from}
        onChange={({ currentTarget: { value } }) =>
          value && onChange({ from: value, until: value > until ? value : until })
        }
      />
      <span aria-hidden>–</span>
      <TextInput
        {...input}
        aria-label={t("reports.until")}
        value={until}
        onChange={({ currentTarget: { value } }) =>
          value && onChange({ until: value, from: value < from ? value : from })
        }
      />
    </div>
  );
}

interface RecordSelectProps {
  kind: "brands" | "queues";
  label: string;
  /** When none is chosen. */
  all: string;
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}

/** One alone is nothing to choose among. */
function RecordSelect({ kind, label, all, value, onChange }: RecordSelectProps) {
  const t = useT();
  const records = [...useDirectory(kind).values()].filter(({ archived, id }) => !archived || id === value);
  if (records.length < 2) return null;
  return (
    <Select
      size="xs"
      clearable
      searchable
      aria-label={label}
      placeholder={all}
      nothingFoundMessage={t("action.nothing_found")}
      data={records.map(({ id, name }) => ({ value: id, label: name }))}
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
    />
  );
}
