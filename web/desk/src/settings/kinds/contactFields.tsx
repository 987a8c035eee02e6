import type { FieldKind } from "@rapport/api-client";
import type { MessageId } from "~/messages";
import { Choices } from "../controls/Choices";
import { OneOf } from "../controls/choice";
import { Text } from "../controls/text";
import type { RecordForm } from "../directory/form";
import { Words } from "../Words";

const KINDS: Record<FieldKind, MessageId> = {
  text: "contact_fields.kind_text",
  number: "contact_fields.kind_number",
  date: "contact_fields.kind_date",
  yes_no: "contact_fields.kind_yes_no",
  choice: "contact_fields.kind_choice",
};

export const contactFieldForm: RecordForm<"contact_fields"> = {
  kind: "contact_fields",
  title: "settings.contact_fields.title",
  purpose: "purpose.contact_fields",
  addLabel: "contact_fields.add",
  empty: "contact_fields.empty",
  manage: "directory:manage",
  nameOf: (field) => field.name,
  columns: [
    { label: "contact_fields.kind", cell: ({ record }) => <Words id={KINDS[record.kind]} /> },
    {
      label: "contact_fields.choices",
      cell: ({ record }) => <span dir="auto">{(record.choices ?? []).join(", ")}</span>,
    },
  ],
  groups: [
    {
      fields: [
        { path: "name", label: "field.name", control: Text, required: true },
        {
          path: "kind",
          label: "contact_fields.kind",
          hint: "contact_fields.kind_hint",
          control: (props) => <OneOf {...props} options={KINDS} />,
          required: true,
          only: "new",
        },
      ],
    },
    {
      where: (draft) => draft.kind === "choice",
      fields: [
        {
          path: "choices",
          label: "contact_fields.choices",
          hint: "contact_fields.choices_hint",
          control: Choices,
          required: true,
        },
      ],
    },
  ],
  blank: () => ({ name: "", kind: "text", choices: [] }),
};
