import { setMailPassword } from "~/api/mail";
import type { MessageId } from "~/messages";
import { OneOf, Reference, Toggle } from "../controls/choice";
import { DurationControl } from "../controls/DurationControl";
import { FactPatterns } from "../controls/FactPatterns";
import { MessageCost } from "../controls/MessageCost";
import { NumberControl } from "../controls/NumberControl";
import { Origins } from "../controls/Origins";
import { PreChat } from "../controls/PreChat";
import { LongText, NewPassword, Text } from "../controls/text";
import type { ControlProps, RecordForm } from "../directory/form";
import { IdentitySecret } from "../IdentitySecret";
import { Folders } from "../mail/Folders";
import { MailConnection } from "../mail/MailConnection";
import { MailTest } from "../mail/MailTest";
import { RefusedMails } from "../mail/RefusedMails";
import { Endpoint } from "../posting/Endpoint";
import { Outbox } from "../posting/Outbox";
import { SigningSecret } from "../posting/SigningSecret";
import { RecordNames } from "../RecordNames";
import { Snippet } from "../Snippet";
import { Words } from "../Words";

/** Those that this release has. */
const CHANNELS = { webchat: "channel.webchat", email: "channel.email", custom: "channel.custom" } as const;

const SECURITY = {
  tls: "mail.security_tls",
  starttls: "mail.security_starttls",
  none: "mail.security_none",
} as const;

const isEmail = ({ channel }: { channel?: unknown }) => channel === "email";

function Security(props: ControlProps<string | undefined>) {
  return <OneOf {...props} options={SECURITY} />;
}

function Port(props: ControlProps<number | undefined>) {
  return <NumberControl {...props} min={1} max={65_535} />;
}

export const inboxForm: RecordForm<"inboxes"> = {
  kind: "inboxes",
  title: "settings.inboxes.title",
  purpose: "purpose.inboxes",
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
  extra: ({ record }) => {
    if (record.channel === "email") {
      return (
        <>
          <MailConnection inboxId={record.id} />
          <RefusedMails inboxId={record.id} />
        </>
      );
    }
    return record.channel === "custom" ? (
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
    );
  },
  apart: {
    path: "email.password",
    save: ({ id }, password) => setMailPassword(id, String(password)),
  },
  // To see how the connection comes about.
  afterCreate: async (_client, record) => record.channel === "email",
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
        {
          path: "fact_patterns",
          label: "patterns.title",
          hint: "patterns.hint",
          control: FactPatterns,
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
      title: "mail.group_address",
      where: isEmail,
      fields: [
        {
          path: "email.address",
          label: "mail.address",
          hint: "mail.address_hint",
          control: Text,
          required: true,
        },
      ],
    },
    {
      title: "mail.group_incoming",
      where: isEmail,
      fields: [
        {
          path: "email.incoming.host",
          label: "mail.host",
          hint: "mail.host_imap",
          control: Text,
          required: true,
        },
        { path: "email.incoming.security", label: "mail.security", control: Security },
        { path: "email.incoming.port", label: "mail.port", hint: "mail.port_imap", control: Port },
        { path: "email.incoming.user", label: "mail.user", control: Text, required: true },
        {
          path: "email.incoming.folders",
          label: "mail.folders",
          hint: "mail.folders_hint",
          control: Folders,
        },
        {
          path: "email.incoming.history_days",
          label: "mail.history",
          hint: "mail.history_hint",
          control: (props) => <NumberControl {...props} min={0} max={3650} />,
          only: "new",
        },
      ],
    },
    {
      title: "mail.group_outgoing",
      where: isEmail,
      fields: [
        {
          path: "email.outgoing.host",
          label: "mail.host",
          hint: "mail.host_smtp",
          control: Text,
          required: true,
        },
        { path: "email.outgoing.security", label: "mail.security", control: Security },
        { path: "email.outgoing.port", label: "mail.port", hint: "mail.port_smtp", control: Port },
        { path: "email.outgoing.user", label: "mail.user", hint: "mail.user_smtp", control: Text },
      ],
    },
    {
      title: "mail.group_access",
      where: isEmail,
      fields: [
        { path: "email.password", label: "mail.password", hint: "mail.password_hint", control: NewPassword },
        { path: "email", label: "mail.test", control: MailTest },
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
          path: "webchat.follow_up_after_ms",
          label: "inboxes.follow_up",
          hint: "inboxes.follow_up_hint",
          control: DurationControl,
        },
        {
          path: "webchat.return_link_valid_ms",
          label: "inboxes.return_link",
          hint: "inboxes.return_link_hint",
          control: DurationControl,
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
    {
      title: "inboxes.group_costs",
      fields: [
        {
          path: "sent_message_cost_micros",
          label: "inboxes.sent_cost",
          hint: "inboxes.sent_cost_hint",
          control: MessageCost,
        },
        { path: "received_message_cost_micros", label: "inboxes.received_cost", control: MessageCost },
      ],
    },
  ],
  blank: () => ({
    name: "",
    channel: "webchat",
    brand_id: "",
    queue_id: "",
    enabled: true,
    fact_patterns: [],
    email: {
      address: "",
      incoming: { host: "", port: 993, security: "tls", user: "", folders: ["INBOX"], history_days: 0 },
      outgoing: { host: "", port: 465, security: "tls", user: "" },
    },
    webchat: {
      allowed_origins: [],
      greeting: "",
      ask_rating: true,
      typing_preview: false,
      follow_up_after_ms: 120_000,
      return_link_valid_ms: 259_200_000,
    },
  }),
};
