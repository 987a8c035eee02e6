import { Text } from "../controls/text";
import type { RecordForm } from "../directory/form";

export const dispositionForm: RecordForm<"dispositions"> = {
  kind: "dispositions",
  title: "settings.dispositions.title",
  purpose: "purpose.dispositions",
  addLabel: "dispositions.add",
  empty: "dispositions.empty",
  manage: "directory:manage",
  nameOf: (disposition) => disposition.name,
  columns: [],
  groups: [
    {
      fields: [
        { path: "name", label: "field.name", hint: "dispositions.name_hint", control: Text, required: true },
      ],
    },
  ],
  blank: () => ({ name: "" }),
};
