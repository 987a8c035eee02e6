import { LanguageChoice } from "../controls/locale";
import { Text } from "../controls/text";
import type { RecordForm } from "../directory/form";
import { LanguageNames } from "../LanguageNames";

export const skillForm: RecordForm<"skills"> = {
  kind: "skills",
  title: "settings.skills.title",
  purpose: "purpose.skills",
  addLabel: "skills.add",
  empty: "skills.empty",
  manage: "directory:manage",
  nameOf: (skill) => skill.name,
  columns: [
    {
      label: "field.language",
      cell: ({ record }) => <LanguageNames tags={record.language ? [record.language] : []} />,
    },
  ],
  groups: [
    {
      fields: [
        { path: "name", label: "field.name", control: Text, required: true },
        { path: "language", label: "field.language", hint: "skills.language_hint", control: LanguageChoice },
      ],
    },
  ],
  blank: () => ({ name: "", language: null }),
};
