import type { Brand } from "@rapport/api-client";
import type { MessageId } from "~/messages";
import { Colour } from "../controls/Colour";
import { OneOf } from "../controls/choice";
import { DurationControl } from "../controls/DurationControl";
import { LanguagesChoice } from "../controls/locale";
import { LongText, Text } from "../controls/text";
import type { RecordForm } from "../directory/form";
import { LanguageNames } from "../LanguageNames";
import { Swatch } from "../Swatch";

const POLICIES: Record<Brand["join_policy"] & string, MessageId> = {
  newest: "brands.join_newest",
  same_topic: "brands.join_same_topic",
  ask_agent: "brands.join_ask_agent",
};

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
    {
      title: "brands.joining",
      fields: [
        {
          path: "join_policy",
          label: "brands.join_policy",
          hint: "brands.join_policy_hint",
          control: (props) => <OneOf {...props} options={POLICIES} />,
        },
        {
          path: "reopen_within_ms",
          label: "brands.reopen_within",
          hint: "brands.reopen_within_hint",
          control: DurationControl,
        },
      ],
    },
  ],
  blank: () => ({
    name: "",
    colour: "#4f46c8",
    languages: ["en"],
    signature: "",
    join_policy: "same_topic",
    reopen_within_ms: 3 * 86_400_000,
  }),
};
