import { ColorInput } from "@mantine/core";
import { COLOURS } from "~/ui/colours";
import type { ControlProps } from "../directory/form";

export function Colour({ value, onChange, ...rest }: ControlProps<string | undefined>) {
  // The browser's eye dropper has no name for screen readers and works in one browser only.
  return (
    <ColorInput
      {...rest}
      withEyeDropper={false}
      format="hex"
      swatches={[...COLOURS]}
      value={value ?? ""}
      onChange={onChange}
    />
  );
}
