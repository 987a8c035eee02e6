import type { MessageId } from "~/messages";
import { OneOf, Reference, Toggle } from "../controls/choice";
import { Origins } from "../controls/Origins";
import { PreChat } from "../controls/PreChat";
import { LongText, Text } from "../controls/text";
import type { RecordForm } from "../directory/form";
import { IdentitySecret } from "../IdentitySecret";
import { Endpoint } from "../posting/Endpoint";
import { Outbox } from "../posting/Outbox";
import { SigningSecret } from "../posting/SigningSecret";
import { RecordNames } from "../RecordNames";
import { Snippet } from "../Snippet";
import { Words } from "../Words";

/** Those that this release has. */
const CHANNELS = { webchat: "channel.webchat", custom: "channel.custom" } as const;

export const inboxForm: RecordForm<"inboxes"> = {
  kind: "inboxes",
  title: "settings.inboxes.title",
  purpose: "settings.inboxes.purpose",
  addLabel: "inboxes.add",
  empty: "inboxes.empty",
  manage: "directory:manage",
  nameOf: (inbox) => inbox.name,
  columns: [
    {
      label: "inboxes.channel",
      cell: ({ record }) => <Words id={`channel.${record.channel}` as MessageId} />,
    },
    { label: "field.brand", cell: ({ record }) => <RecordNames kind="brands" ids={[record.brand_id]} /> },
    { label: "field.queue", cell: ({ record }) => <RecordNames kind="queues" ids={[record.queue_id]} /> },
    {
      label: "field.enabled",
      cell: ({ record }) => <Words id={record.enabled ? "inboxes.enabled" : "inboxes.disabled"} />,
    },
  ],
  extra: ({ record }) =>
    record.channel === "custom" ? (
      <>
        <Endpoint inboxId={record.id} />
        <SigningSecret target={{ kind: "inboxes", id: record.id }} />
        <Outbox inboxId={record.id} />
      </>
    ) : (
      <>
        <Snippet inboxKey={record.webchat.key ?? ""} />
        <IdentitySecret inboxId={record.id} />
      </>
    ),
  groups: [
    {
      fields: [
        { path: "name", label: "field.name", control: Text, required: true },
        {
          path: "channel",
          label: "inboxes.channel",
          hint: "inboxes.channel_hint",
          control: (props) => <OneOf {...props} options={CHANNELS} />,
          only: "new",
        },
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
      title: "inboxes.group_custom",
      where: ({ channel }) => channel === "custom",
      fields: [
        {
          path: "custom.url",
          label: "inboxes.custom_url",
          hint: "inboxes.custom_url_hint",
          control: Text,
          required: true,
        },
      ],
    },
    {
      title: "inboxes.group_webchat",
      where: ({ channel }) => channel === "webchat",
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
          path: "webchat.typing_preview",
          label: "inboxes.typing_preview",
          hint: "inboxes.typing_preview_hint",
          control: Toggle,
        },
        {
          path: "webchat.pre_chat",
          label: "inboxes.pre_chat",
          hint: "inboxes.pre_chat_hint",
          control: PreChat,
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
    webchat: { allowed_origins: [], greeting: "", ask_rating: true, typing_preview: false },
  }),
};
