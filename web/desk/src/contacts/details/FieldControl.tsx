import { NumberInput, Select, TextInput } from "@mantine/core";
import type { ContactField, FieldValue } from "@rapport/api-client";
import { type KeyboardEvent, useState } from "react";
import { useT } from "~/messages";

const TEXT_CHARACTERS_MAX = 300;

interface Props {
  field: ContactField;
  value: FieldValue | undefined;
  onChange: (value: FieldValue | null) => void;
  /** Said to screen readers; what stands beside it says it to all others. */
  label: string;
  className?: string;
}

/** A custom field, open to change by its kind. What is typed counts once it is left or Enter is pressed. */
export function FieldControl({ field, value, onChange, label, className }: Props) {
  const t = useT();
  const shared = { size: "xs" as const, "aria-label": label, ...(className && { className }) };
  switch (field.kind) {
    case "yes_no":
      return (
        <Select
          {...shared}
          clearable
          placeholder={t("details.empty")}
          data={[
            { value: "yes", label: t("details.yes") },
            { value: "no", label: t("details.no") },
          ]}
          value={value === undefined ? null : value === true ? "yes" : "no"}
          onChange={(next) => onChange(next === null ? null : next === "yes")}
        />
      );
    case "choice": {
      const chosen = typeof value === "string" ? value : null;
      const choices = field.choices ?? [];
      return (
        <Select
          {...shared}
          clearable
          searchable={choices.length > 8}
          placeholder={t("details.empty")}
          nothingFoundMessage={t("action.nothing_found")}
          data={chosen && !choices.includes(chosen) ? [chosen, ...choices] : choices}
          value={chosen}
          onChange={onChange}
        />
      );
    }
    default:
      return <Typed {...shared} field={field} value={value} onChange={onChange} />;
  }
}

interface TypedProps extends Pick<Props, "field" | "value" | "onChange"> {
  size: "xs";
  "aria-label": string;
  className?: string;
}

function Typed({ field, value, onChange, ...shared }: TypedProps) {
  const t = useT();
  const kept = value === undefined ? "" : String(value);
  const [typed, setTyped] = useState<string | null>(null);
  const leave = () => {
    const words = typed?.trim();
    setTyped(null);
    if (words === undefined || words === kept) return;
    if (words === "") onChange(null);
    else if (field.kind !== "number") onChange(words);
    else if (Number.isFinite(Number(words))) onChange(Number(words));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") event.currentTarget.blur();
    if (event.key === "Escape") setTyped(null);
  };
  const typing = {
    ...shared,
    value: typed ?? kept,
    placeholder: t("details.empty"),
    onBlur: leave,
    onKeyDown,
  };
  if (field.kind === "number")
    return <NumberInput {...typing} hideControls onChange={(next) => setTyped(String(next))} />;
  return (
    <TextInput
      {...typing}
      dir="auto"
      type={field.kind === "date" ? "date" : "text"}
      maxLength={TEXT_CHARACTERS_MAX}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
