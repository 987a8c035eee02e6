import { LanguageChoice } from "../controls/locale";
import { LongText, Text } from "../controls/text";
import type { RecordForm } from "../directory/form";

const PREVIEW_LENGTH_MAX = 90;

export const cannedReplyForm: RecordForm<"canned_replies"> = {
  kind: "canned_replies",
  title: "settings.canned_replies.title",
  purpose: "purpose.canned_replies",
  addLabel: "canned.add",
  empty: "canned.empty",
  manage: "directory:manage",
  nameOf: (reply) => reply.title,
  columns: [
    { label: "canned.shortcut", cell: ({ record }) => `/${record.shortcut}` },
    {
      label: "canned.text",
      cell: ({ record: { text } }) =>
        text.length > PREVIEW_LENGTH_MAX ? `${text.slice(0, PREVIEW_LENGTH_MAX)}…` : text,
    },
  ],
  groups: [
    {
      fields: [
        { path: "title", label: "canned.title", control: Text, required: true },
        {
          path: "shortcut",
          label: "canned.shortcut",
          hint: "canned.shortcut_hint",
          control: Text,
          required: true,
        },
        {
          path: "text",
          label: "canned.text",
          hint: "canned_text.hint",
          control: LongText,
          required: true,
        },
        { path: "language", label: "field.language", hint: "canned.language_hint", control: LanguageChoice },
      ],
    },
  ],
  blank: () => ({ title: "", shortcut: "", text: "", language: null }),
};
