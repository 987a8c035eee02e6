import { Button, TextInput, UnstyledButton } from "@mantine/core";
import type { Conversation } from "@rapport/api-client";
import { type FormEvent, useState } from "react";
import { useConversationActions } from "~/conversation/actions";
import { useT } from "~/messages";
import { Dialog } from "~/ui/Dialog";
import { localInput, snoozeChoices } from "./choices";
import classes from "./SnoozeDialog.module.css";
import { useWhen } from "./useWhen";

interface Props {
  conversation: Conversation;
  onClose: () => void;
}

export default function SnoozeDialog({ conversation, onClose }: Props) {
  const t = useT();
  const when = useWhen();
  const [now] = useState(() => new Date());
  const choices = snoozeChoices(now);
  const [other, setOther] = useState("");
  const { snooze } = useConversationActions(conversation.id);
  const set = (at: Date) => snooze.mutate(at.toISOString(), { onSuccess: onClose });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const at = new Date(other);
    if (!Number.isNaN(at.getTime())) set(at);
  };

  return (
    <Dialog onClose={onClose} title={t("snooze.title")}>
      <p className={classes.hint}>{t("snooze.hint")}</p>
      <ul className={classes.list}>
        {choices.map(({ choice, at }, index) => (
          <li key={choice}>
            <UnstyledButton
              className={classes.choice}
              data-autofocus={index === 0 || undefined}
              disabled={snooze.isPending}
              onClick={() => set(at)}
            >
              <span>{t(`snooze.${choice}`)}</span>
              <time dateTime={at.toISOString()}>{when(at)}</time>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      <form className={classes.other} onSubmit={submit}>
        <TextInput
          type="datetime-local"
          label={t("snooze.at")}
          min={localInput(now)}
          value={other}
          onChange={(event) => setOther(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={!other} loading={snooze.isPending}>
          {t("snooze.set")}
        </Button>
      </form>
    </Dialog>
  );
}
