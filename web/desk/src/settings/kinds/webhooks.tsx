import { Alert } from "@mantine/core";
import { useT } from "~/messages";
import { Toggle } from "../controls/choice";
import { EventTypes } from "../controls/EventTypes";
import { Text } from "../controls/text";
import type { RecordForm } from "../directory/form";
import { Deliveries } from "../posting/Deliveries";
import { SigningSecret } from "../posting/SigningSecret";
import { Words } from "../Words";

/** Nobody switched it off by hand: it says why. */
function SwitchedOff({ because }: { because: string }) {
  const t = useT();
  return (
    <Alert color="red" variant="light" role="alert" title={t("webhooks.switched_off")}>
      {because}
    </Alert>
  );
}

export const webhookForm: RecordForm<"webhooks"> = {
  kind: "webhooks",
  title: "settings.webhooks.title",
  purpose: "purpose.webhooks",
  addLabel: "webhooks.add",
  empty: "webhooks.empty",
  manage: "directory:manage",
  nameOf: (webhook) => webhook.name,
  columns: [
    { label: "webhooks.url", cell: ({ record }) => <span dir="ltr">{record.url}</span> },
    {
      label: "field.enabled",
      cell: ({ record }) => (
        <Words
          id={
            record.enabled
              ? "inboxes.enabled"
              : record.switched_off_because
                ? "webhooks.switched_off"
                : "inboxes.disabled"
          }
        />
      ),
    },
  ],
  extra: ({ record }) => (
    <>
      {record.switched_off_because && <SwitchedOff because={record.switched_off_because} />}
      <SigningSecret target={{ kind: "webhooks", id: record.id }} />
      <Deliveries webhookId={record.id} />
    </>
  ),
  groups: [
    {
      fields: [
        { path: "name", label: "field.name", control: Text, required: true },
        { path: "enabled", label: "field.enabled", hint: "webhooks.enabled_hint", control: Toggle },
        { path: "url", label: "webhooks.url", hint: "webhooks.url_hint", control: Text, required: true },
        {
          path: "event_types",
          label: "webhooks.event_types",
          hint: "webhooks.event_types_hint",
          control: EventTypes,
          required: true,
        },
      ],
    },
  ],
  blank: () => ({ name: "", url: "", event_types: ["message.created"], enabled: true }),
};
