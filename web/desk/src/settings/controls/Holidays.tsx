import { ActionIcon, Button, Input, TextInput } from "@mantine/core";
import type { Holiday } from "@rapport/api-client";
import { Plus, X } from "lucide-react";
import { useT } from "~/messages";
import type { ControlProps } from "../directory/form";
import { Intervals } from "./Intervals";
import classes from "./Rows.module.css";

/** Days that follow other hours than their weekday: closed all day, or open for the given intervals. */
export function Holidays({ value = [], onChange, ...rest }: ControlProps<Holiday[] | undefined>) {
  const t = useT();
  const change = (index: number, patch: Partial<Holiday>) =>
    onChange(value.map((item, at) => (at === index ? { ...item, ...patch } : item)));
  const today = new Date().toISOString().slice(0, 10);

  return (
    <Input.Wrapper {...rest} labelElement="div">
      <div className={classes.rows}>
        {value.map((holiday, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a holiday may change its date while it is edited.
          <section key={index} className={classes.card}>
            <div className={classes.row}>
              <TextInput
                type="date"
                size="xs"
                aria-label={t("hours.date")}
                value={holiday.date}
                onChange={(event) => change(index, { date: event.currentTarget.value })}
              />
              <TextInput
                size="xs"
                className={classes.grow}
                aria-label={t("hours.holiday_name")}
                placeholder={t("hours.holiday_name")}
                value={holiday.name}
                onChange={(event) => change(index, { name: event.currentTarget.value })}
              />
              <ActionIcon
                aria-label={t("action.remove")}
                onClick={() => onChange(value.filter((_, at) => at !== index))}
              >
                <X size={15} />
              </ActionIcon>
            </div>
            <Intervals
              label={holiday.name || holiday.date}
              value={holiday.intervals}
              onChange={(intervals) => change(index, { intervals })}
            />
          </section>
        ))}
        <Button
          className={classes.add}
          variant="default"
          leftSection={<Plus size={14} />}
          onClick={() => onChange([...value, { date: today, name: "", intervals: [] }])}
        >
          {t("hours.add_holiday")}
        </Button>
      </div>
    </Input.Wrapper>
  );
}
