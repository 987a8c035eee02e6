import { Button, Checkbox, Group, Skeleton, TextInput } from "@mantine/core";
import type { Contact } from "@rapport/api-client";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { contactConversationsQuery } from "~/api/contacts";
import { useT } from "~/messages";
import { RelativeTime } from "~/time/RelativeTime";
import { ChannelIcon } from "~/ui/ChannelIcon";
import { Dialog } from "~/ui/Dialog";
import { ErrorState } from "~/ui/ErrorState";
import { useContactName } from "../useContactName";
import classes from "./SplitDialog.module.css";
import { useContactMerge } from "./useContactMerge";

/** Takes somebody out of a contact who was taken for the same person. */
export default function SplitDialog({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const t = useT();
  const shownName = useContactName(contact);
  const [name, setName] = useState("");
  const [identities, setIdentities] = useState<string[]>([]);
  const [conversations, setConversations] = useState<string[]>([]);
  const query = useQuery(contactConversationsQuery(contact.id));
  const { split } = useContactMerge();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    split.mutate(
      {
        id: contact.id,
        name: name.trim() || null,
        identity_ids: identities,
        conversation_ids: conversations,
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog wide onClose={onClose} title={t("contact_split.title", { name: shownName })}>
      <form onSubmit={submit} className={classes.form}>
        <p className={classes.hint}>{t("contact_split.hint")}</p>
        <TextInput
          data-autofocus
          label={t("contact_split.name")}
          dir="auto"
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {contact.identities.length > 0 && (
          <Checkbox.Group
            label={t("contact_merge.addresses")}
            value={identities}
            onChange={setIdentities}
            className={classes.part}
          >
            {contact.identities.map(({ id, kind, value }) => (
              <Checkbox
                key={id}
                value={id}
                label={
                  <>
                    <bdi>{value}</bdi> <small>{t(`identities.kind.${kind}`)}</small>
                  </>
                }
              />
            ))}
          </Checkbox.Group>
        )}
        {query.error && !query.data && (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )}
        {query.isPending && <Skeleton height={48} />}
        {query.data && query.data.length > 0 && (
          <Checkbox.Group
            label={t("contacts.conversations")}
            value={conversations}
            onChange={setConversations}
            className={classes.part}
          >
            {query.data.map((conversation) => (
              <Checkbox
                key={conversation.id}
                value={conversation.id}
                label={
                  <span className={classes.conversation}>
                    <ChannelIcon channel={conversation.channel} />
                    <span className={classes.text} dir="auto">
                      {conversation.subject ?? conversation.preview?.text ?? t("inbox.no_messages")}
                    </span>
                    <RelativeTime at={conversation.updated_at} />
                  </span>
                }
              />
            ))}
          </Checkbox.Group>
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button
            type="submit"
            disabled={identities.length + conversations.length === 0}
            loading={split.isPending}
          >
            {t("contact_split.do")}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
