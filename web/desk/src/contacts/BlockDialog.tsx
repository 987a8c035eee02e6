import { Button, Group, Textarea } from "@mantine/core";
import type { Contact } from "@rapport/api-client";
import { type FormEvent, useState } from "react";
import { useT } from "~/messages";
import { Dialog } from "~/ui/Dialog";
import classes from "./BlockDialog.module.css";
import { useBlock } from "./useBlock";
import { useContactName } from "./useContactName";

const REASON_CHARACTERS_MAX = 500;

/** Asks before nothing more is taken from somebody. */
export default function BlockDialog({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const t = useT();
  const name = useContactName(contact);
  const [reason, setReason] = useState("");
  const { block } = useBlock(contact.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    block.mutate(reason.trim() || null, { onSuccess: onClose });
  };
  return (
    <Dialog onClose={onClose} title={t("contacts.block_title", { name })}>
      <form onSubmit={submit} className={classes.form}>
        <p className={classes.hint}>{t("contacts.block_hint")}</p>
        <Textarea
          data-autofocus
          label={t("contacts.block_reason")}
          description={t("contacts.block_reason_hint")}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={REASON_CHARACTERS_MAX}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" color="red" loading={block.isPending}>
            {t("contacts.block")}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
