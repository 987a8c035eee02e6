import { Button, TextInput, UnstyledButton } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useT } from "~/messages";
import { Dialog } from "~/ui/Dialog";
import { localInput, snoozeChoices } from "./choices";
import classes from "./SnoozeDialog.module.css";
import { useWhen } from "./useWhen";

interface Props {
  busy: boolean;
  onSet: (until: string) => void;
  onClose: () => void;
}

export default function SnoozeDialog({ busy, onSet, onClose }: Props) {
  const t = useT();
  const when = useWhen();
  const [now] = useState(() => new Date());
  const choices = snoozeChoices(now);
  const [other, setOther] = useState("");
  const set = (at: Date) => onSet(at.toISOString());

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
              disabled={busy}
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
        <Button type="submit" variant="default" disabled={!other} loading={busy}>
          {t("snooze.set")}
        </Button>
      </form>
    </Dialog>
  );
}
