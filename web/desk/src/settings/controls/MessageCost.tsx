import { NumberInput } from "@mantine/core";
import { useCurrency } from "~/money/useCurrency";
import type { ControlProps } from "../directory/form";

const MICROS = 1_000_000;

/** What one message costs, in the currency in which sites count; often less than a hundredth. */
export function MessageCost({ value = 0, onChange, ...rest }: ControlProps<number | undefined>) {
  const currency = useCurrency();
  return (
    <NumberInput
      {...rest}
      min={0}
      max={MICROS}
      decimalScale={6}
      rightSection={<small>{currency}</small>}
      rightSectionWidth={48}
      hideControls
      value={value / MICROS}
      onChange={(next) => typeof next === "number" && onChange(Math.round(next * MICROS))}
    />
  );
}
