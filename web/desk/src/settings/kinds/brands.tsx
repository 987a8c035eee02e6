import { Colour } from "../controls/Colour";
import { LanguagesChoice } from "../controls/locale";
import { LongText, Text } from "../controls/text";
import type { RecordForm } from "../directory/form";
import { LanguageNames } from "../LanguageNames";
import { Swatch } from "../Swatch";

export const brandForm: RecordForm<"brands"> = {
  kind: "brands",
  title: "settings.brands.title",
  purpose: "purpose.brands",
  addLabel: "brands.add",
  empty: "brands.empty",
  manage: "directory:manage",
  nameOf: (brand) => brand.name,
  columns: [
    { label: "field.colour", cell: ({ record }) => <Swatch colour={record.colour} /> },
    { label: "field.languages", cell: ({ record }) => <LanguageNames tags={record.languages} /> },
  ],
  groups: [
    {
      fields: [
        { path: "name", label: "field.name", control: Text, required: true },
        {
          path: "colour",
          label: "field.colour",
          hint: "brands.colour_hint",
          control: Colour,
          required: true,
        },
        {
          path: "languages",
          label: "field.languages",
          hint: "brands.languages_hint",
          control: LanguagesChoice,
        },
        {
          path: "signature",
          label: "signature.brand",
          hint: "signature.brand_hint",
          control: LongText,
        },
      ],
    },
  ],
  blank: () => ({ name: "", colour: "#4f46c8", languages: ["en"], signature: "" }),
};
