import { Reference, Toggle } from "../controls/choice";
import { Origins } from "../controls/Origins";
import { LongText, Text } from "../controls/text";
import type { RecordForm } from "../directory/form";
import { IdentitySecret } from "../IdentitySecret";
import { RecordNames } from "../RecordNames";
import { Snippet } from "../Snippet";
import { Words } from "../Words";

export const inboxForm: RecordForm<"inboxes"> = {
  kind: "inboxes",
  title: "settings.inboxes.title",
  purpose: "settings.inboxes.purpose",
  addLabel: "inboxes.add",
  empty: "inboxes.empty",
  manage: "directory:manage",
  nameOf: (inbox) => inbox.name,
  columns: [
    { label: "field.brand", cell: ({ record }) => <RecordNames kind="brands" ids={[record.brand_id]} /> },
    { label: "field.queue", cell: ({ record }) => <RecordNames kind="queues" ids={[record.queue_id]} /> },
    {
      label: "field.enabled",
      cell: ({ record }) => <Words id={record.enabled ? "inboxes.enabled" : "inboxes.disabled"} />,
    },
  ],
  extra: ({ record }) => (
    <>
      <Snippet inboxKey={record.webchat.key ?? ""} />
      <IdentitySecret inboxId={record.id} />
    </>
  ),
  groups: [
    {
      fields: [
        { path: "name", label: "field.name", control: Text, required: true },
        { path: "enabled", label: "field.enabled", hint: "inboxes.enabled_hint", control: Toggle },
        {
          path: "brand_id",
          label: "field.brand",
          control: (props) => <Reference {...props} kind="brands" />,
          required: true,
        },
        {
          path: "queue_id",
          label: "field.queue",
          hint: "inboxes.queue_hint",
          control: (props) => <Reference {...props} kind="queues" />,
          required: true,
        },
      ],
    },
    {
      title: "inboxes.group_webchat",
      fields: [
        {
          path: "webchat.greeting",
          label: "inboxes.greeting",
          hint: "inboxes.greeting_hint",
          control: LongText,
        },
        {
          path: "webchat.ask_rating",
          label: "inboxes.ask_rating",
          hint: "inboxes.ask_rating_hint",
          control: Toggle,
        },
        {
          path: "webchat.allowed_origins",
          label: "inboxes.allowed_origins",
          hint: "inboxes.allowed_origins_hint",
          control: Origins,
        },
      ],
    },
  ],
  blank: () => ({
    name: "",
    channel: "webchat",
    brand_id: "",
    queue_id: "",
    enabled: true,
    webchat: { allowed_origins: [], greeting: "", ask_rating: true },
  }),
};
