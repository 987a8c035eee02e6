import { PasswordInput, TextInput } from "@mantine/core";
import { useT } from "~/messages";
import { Colour } from "~/settings/controls/Colour";
import { type Answers, PASSWORD_LENGTH_MIN, type Step } from "./answers";

interface Props {
  step: Step;
  answers: Answers;
  errors: Record<string, string>;
  onChange: (answers: Answers) => void;
}

export function StepFields({ step, answers, errors, onChange }: Props) {
  const t = useT();
  const bind = (field: keyof Answers, serverField: string) => ({
    value: answers[field],
    error: errors[serverField],
    onChange: (event: { currentTarget: HTMLInputElement }) =>
      onChange({ ...answers, [field]: event.currentTarget.value }),
  });

  switch (step) {
    case "organisation":
      return (
        <>
          <TextInput
            label={t("setup.organisation_name")}
            autoComplete="organization"
            autoFocus
            required
            {...bind("organisation", "organisation.name")}
          />
          <TextInput
            label={t("setup.brand_name")}
            description={t("setup.brand_name_hint")}
            placeholder={answers.organisation}
            {...bind("brand", "brand.name")}
          />
          <Colour
            label={t("field.colour")}
            error={errors["brand.colour"]}
            value={answers.colour}
            onChange={(colour) => onChange({ ...answers, colour: colour ?? "" })}
          />
        </>
      );
    case "you":
      return (
        <>
          <TextInput
            label={t("setup.your_name")}
            autoComplete="name"
            autoFocus
            required
            {...bind("name", "administrator.name")}
          />
          <TextInput
            label={t("field.email")}
            type="email"
            autoComplete="username"
            required
            {...bind("email", "administrator.email")}
          />
          <PasswordInput
            visibilityToggleButtonProps={{ "aria-label": t("field.password_toggle") }}
            label={t("field.password")}
            description={t("setup.password_hint", { min: PASSWORD_LENGTH_MIN })}
            autoComplete="new-password"
            required
            {...bind("password", "administrator.password")}
          />
        </>
      );
    case "inbox":
      return (
        <TextInput
          label={t("setup.inbox_name")}
          description={t("setup.inbox_name_hint")}
          autoFocus
          required
          {...bind("inbox", "inbox.name")}
        />
      );
  }
}
