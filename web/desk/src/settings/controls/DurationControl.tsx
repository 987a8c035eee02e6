import { Input, NumberInput, Select } from "@mantine/core";
import { useState } from "react";
import { useIntl } from "react-intl";
import { type DurationUnit, joinDuration, splitDuration, unitName } from "~/time/duration";
import type { ControlProps } from "../directory/form";
import classes from "./Rows.module.css";

const UNITS: DurationUnit[] = ["second", "minute", "hour", "day"];
const AMOUNT_MAX = 100_000;

/** A span of time as people say it; the record keeps milliseconds. */
export function DurationControl({ value, onChange, label, ...rest }: ControlProps<number | undefined>) {
  const { locale } = useIntl();
  const split = splitDuration(value ?? 0);
  // The unit is kept while someone types, else "60 seconds" would turn into "1 minute" under their fingers.
  const [unit, setUnit] = useState<DurationUnit>(split.unit);
  const amount = unit === split.unit ? split.amount : (value ?? 0) / joinDuration(1, unit);

  return (
    <Input.Wrapper label={label} {...rest}>
      <div className={classes.row}>
        <NumberInput
          aria-label={label}
          className={classes.amount}
          min={0}
          max={AMOUNT_MAX}
          decimalScale={2}
          value={amount}
          onChange={(next) => typeof next === "number" && onChange(joinDuration(next, unit))}
        />
        <Select
          aria-label={label}
          className={classes.unit}
          allowDeselect={false}
          data={UNITS.map((name) => ({ value: name, label: unitName(name, locale) }))}
          value={unit}
          onChange={(next) => {
            if (!next) return;
            setUnit(next as DurationUnit);
            onChange(joinDuration(amount, next as DurationUnit));
          }}
        />
      </div>
    </Input.Wrapper>
  );
}
