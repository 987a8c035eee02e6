import { MultiSelect } from "@mantine/core";
import { EVENT_TYPES } from "@rapport/api-client";
import { useT } from "~/messages";
import type { ControlProps } from "../directory/form";

/** Types of events, by the names that the API gives them. */
export function EventTypes({ value, onChange, ...rest }: ControlProps<string[] | undefined>) {
  const t = useT();
  return (
    <MultiSelect
      {...rest}
      searchable
      nothingFoundMessage={t("action.nothing_found")}
      data={EVENT_TYPES}
      value={value ?? []}
      onChange={onChange}
    />
  );
}
