import { TagsInput } from "@mantine/core";
import type { ControlProps } from "../directory/form";

/** Names of folders of a mailbox. */
export function Folders({ value, onChange, ...rest }: ControlProps<string[] | undefined>) {
  return <TagsInput {...rest} maxTags={20} value={value ?? []} onChange={onChange} />;
}
