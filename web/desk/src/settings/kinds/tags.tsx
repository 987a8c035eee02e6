import { Colour } from "../controls/Colour";
import { Text } from "../controls/text";
import type { RecordForm } from "../directory/form";
import { Swatch } from "../Swatch";

export const tagForm: RecordForm<"tags"> = {
  kind: "tags",
  title: "settings.tags.title",
  purpose: "purpose.tags",
  addLabel: "tags.add",
  empty: "tags.empty",
  manage: "directory:manage",
  nameOf: (tag) => tag.name,
  columns: [{ label: "field.colour", cell: ({ record }) => <Swatch colour={record.colour} /> }],
  groups: [
    {
      fields: [
        { path: "name", label: "field.name", control: Text, required: true },
        { path: "colour", label: "field.colour", hint: "tags.colour_hint", control: Colour, required: true },
      ],
    },
  ],
  blank: () => ({ name: "", colour: "#4f46c8" }),
};
