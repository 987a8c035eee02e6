import { TagsInput } from "@mantine/core";
import type { ControlProps } from "../directory/form";

const CHOICES_MAX = 100;

/** What can be chosen, in its order; Enter takes one in. */
export function Choices({ value, onChange, ...rest }: ControlProps<string[] | undefined>) {
  return (
    <TagsInput
      {...rest}
      maxTags={CHOICES_MAX}
      splitChars={[]}
      acceptValueOnBlur
      value={value ?? []}
      onChange={onChange}
    />
  );
}
