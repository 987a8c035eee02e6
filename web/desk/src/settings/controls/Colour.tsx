import { ColorInput } from "@mantine/core";
import type { ControlProps } from "../directory/form";

const SWATCHES = ["#4f46c8", "#1f6f5c", "#0b6bcb", "#b4471f", "#a0306f", "#2b2a33", "#8a6d00", "#c62828"];

export function Colour({ value, onChange, ...rest }: ControlProps<string | undefined>) {
  // The browser's eye dropper has no name for screen readers and works in one browser only.
  return (
    <ColorInput
      {...rest}
      withEyeDropper={false}
      format="hex"
      swatches={SWATCHES}
      value={value ?? ""}
      onChange={onChange}
    />
  );
}
