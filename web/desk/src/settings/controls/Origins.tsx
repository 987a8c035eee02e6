import { TagsInput } from "@mantine/core";
import type { ControlProps } from "../directory/form";
import { originOf } from "./origin";

export function Origins({ value, onChange, ...rest }: ControlProps<string[] | undefined>) {
  return (
    <TagsInput
      {...rest}
      placeholder="https://shop.example"
      splitChars={[",", " "]}
      acceptValueOnBlur
      value={value ?? []}
      onChange={(typed) => onChange([...new Set(typed.map(originOf))])}
    />
  );
}
