import { PasswordInput, Textarea, TextInput } from "@mantine/core";
import { useT } from "~/messages";
import type { ControlProps } from "../directory/form";

export function Text({ value, onChange, ...rest }: ControlProps<string | undefined>) {
  return (
    <TextInput {...rest} value={value ?? ""} onChange={(event) => onChange(event.currentTarget.value)} />
  );
}

export function LongText({ value, onChange, ...rest }: ControlProps<string | undefined>) {
  return (
    <Textarea
      {...rest}
      autosize
      minRows={3}
      maxRows={12}
      value={value ?? ""}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Left empty it changes nothing. */
export function NewPassword({ value, onChange, ...rest }: ControlProps<string | undefined>) {
  const t = useT();
  return (
    <PasswordInput
      visibilityToggleButtonProps={{ "aria-label": t("field.password_toggle") }}
      {...rest}
      autoComplete="new-password"
      value={value ?? ""}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  );
}
