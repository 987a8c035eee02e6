import { ActionIcon, TextInput } from "@mantine/core";
import type { Interval } from "@rapport/api-client";
import { Plus, X } from "lucide-react";
import { useT } from "~/messages";
import { shownEnd, typedEnd } from "./midnight";
import classes from "./Week.module.css";

const FIRST: Interval = { from: "09:00", to: "17:00" };

/** The next interval begins an hour after the last one ends, as after a lunch break. */
function nextAfter(intervals: Interval[]): Interval {
  const last = intervals.at(-1);
  if (!last) return FIRST;
  const hour = Math.min(22, Number(last.to.slice(0, 2)) + 1);
  const two = (value: number) => String(value).padStart(2, "0");
  return { from: `${two(hour)}:00`, to: `${two(Math.min(23, hour + 4))}:00` };
}

interface Props {
  label: string;
  value: Interval[];
  onChange: (value: Interval[]) => void;
}

export function Intervals({ label, value, onChange }: Props) {
  const t = useT();
  const change = (index: number, patch: Partial<Interval>) =>
    onChange(value.map((item, at) => (at === index ? { ...item, ...patch } : item)));
  const add = (
    <ActionIcon
      aria-label={t("hours.add_interval", { day: label })}
      onClick={() => onChange([...value, nextAfter(value)])}
    >
      <Plus size={15} />
    </ActionIcon>
  );

  if (value.length === 0) {
    return (
      <div className={classes.interval}>
        <span className={classes.closed}>{t("hours.closed")}</span>
        {add}
      </div>
    );
  }
  return (
    <div className={classes.intervals}>
      {value.map((interval, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: intervals have no identity but their place.
        <div key={index} className={classes.interval}>
          <TextInput
            type="time"
            size="xs"
            className={classes.time}
            aria-label={t("hours.from", { day: label })}
            value={interval.from}
            onChange={(event) => change(index, { from: event.currentTarget.value })}
          />
          <span aria-hidden>–</span>
          <TextInput
            type="time"
            size="xs"
            className={classes.time}
            aria-label={t("hours.to", { day: label })}
            value={shownEnd(interval.to)}
            onChange={(event) => change(index, { to: typedEnd(event.currentTarget.value) })}
          />
          <ActionIcon
            aria-label={t("hours.remove_interval", { day: label })}
            onClick={() => onChange(value.filter((_, at) => at !== index))}
          >
            <X size={15} />
          </ActionIcon>
          {index === value.length - 1 && add}
        </div>
      ))}
    </div>
  );
}
