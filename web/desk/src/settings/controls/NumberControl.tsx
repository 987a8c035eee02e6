import { NumberInput } from "@mantine/core";
import type { ControlProps } from "../directory/form";

interface Props extends ControlProps<number | undefined> {
  min: number;
  max: number;
  suffix?: string;
}

export function NumberControl({ value, onChange, ...rest }: Props) {
  return (
    <NumberInput
      {...rest}
      allowDecimal={false}
      value={value ?? ""}
      onChange={(next) => typeof next === "number" && onChange(next)}
    />
  );
}
