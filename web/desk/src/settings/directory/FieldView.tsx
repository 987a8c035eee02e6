import { useT } from "~/messages";
import type { FieldSpec } from "./form";
import { type Draft, errorAt, getAt, setAt } from "./path";

interface Props {
  field: FieldSpec;
  draft: Draft;
  errors: Record<string, string>;
  onChange: (draft: Draft) => void;
}

export function FieldView({ field, draft, errors, onChange }: Props) {
  const t = useT();
  const Control = field.control;
  return (
    <Control
      label={t(field.label)}
      description={field.hint && t(field.hint)}
      required={field.required}
      error={errorAt(errors, field.path)}
      value={getAt(draft, field.path)}
      onChange={(value) => onChange(setAt(draft, field.path, value))}
    />
  );
}
