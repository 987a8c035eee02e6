import { Input, NumberInput, Select } from "@mantine/core";
import type { Money } from "@rapport/api-client";
import { useT } from "~/messages";
import type { ControlProps } from "../directory/form";
import classes from "./Rows.module.css";

const MICROS = 1_000_000;
const NOTHING: Money = { amount_micros: 0, currency: "EUR" };

export function MoneyControl({ value = NOTHING, onChange, label, ...rest }: ControlProps<Money | undefined>) {
  const t = useT();
  return (
    <Input.Wrapper label={label} {...rest}>
      <div className={classes.row}>
        <NumberInput
          aria-label={label}
          className={classes.amount}
          min={0}
          decimalScale={2}
          value={value.amount_micros / MICROS}
          onChange={(next) =>
            typeof next === "number" && onChange({ ...value, amount_micros: Math.round(next * MICROS) })
          }
        />
        <Select
          aria-label={t("field.currency")}
          className={classes.unit}
          searchable
          allowDeselect={false}
          data={Intl.supportedValuesOf("currency")}
          value={value.currency}
          onChange={(currency) => currency && onChange({ ...value, currency })}
        />
      </div>
    </Input.Wrapper>
  );
}
