import { Button, Group } from "@mantine/core";
import type { Contact, Duplicate } from "@rapport/api-client";
import { type FormEvent, useState } from "react";
import { useDirectory } from "~/api/directory";
import { useT } from "~/messages";
import classes from "./Compare.module.css";
import { Reason } from "./Reason";
import { SideBySide } from "./SideBySide";
import { idOf, type Line, linesOf, preferredOf, type Sides, survivorOf } from "./sides";
import { useContactMerge } from "./useContactMerge";

interface Props {
  contact: Contact;
  other: Contact;
  /** Why they may be the same, if that was suggested. */
  reasons: Duplicate["reasons"];
  onClose: () => void;
}

/** Two contacts side by side: what both say, and what stays where they say different things. */
export function Compare({ contact, other, reasons, onClose }: Props) {
  const t = useT();
  const sides: Sides = [contact, other];
  const fields = useDirectory("contact_fields");
  const [intoId, setIntoId] = useState(() => survivorOf(contact, other).id);
  const [picks, setPicks] = useState<Record<string, string>>({});
  const { merge, tell } = useContactMerge();
  const lines = linesOf(sides, fields.values());
  const [into, from] = intoId === contact.id ? sides : [other, contact];
  const pickedOf = (line: Line) => picks[idOf(line)] ?? intoId;
  const oneBlocked = (contact.blocked === null) !== (other.blocked === null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const preferred = preferredOf(lines, (line) => pickedOf(line) === from.id);
    merge.mutate({ from, into, preferred }, { onSuccess: onClose });
  };
  const tellApart = () =>
    tell.mutate({ id: contact.id, other_id: other.id, apart: true }, { onSuccess: onClose });

  return (
    <form onSubmit={submit} className={classes.form}>
      {reasons.map((shared) => (
        <p key={`${shared.kind} ${shared.value}`} className={classes.reason}>
          <Reason contact={contact} other={other} shared={shared} />
        </p>
      ))}
      <p className={classes.hint}>{t("contact_merge.hint")}</p>
      <SideBySide
        sides={sides}
        lines={lines}
        reasons={reasons}
        intoId={intoId}
        onInto={setIntoId}
        pickedOf={pickedOf}
        onPick={(line, id) => setPicks({ ...picks, [idOf(line)]: id })}
      />
      {oneBlocked && (
        <p className={classes.refused} role="alert">
          {t("contact_merge.one_blocked")}
        </p>
      )}
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onClose}>
          {t("action.cancel")}
        </Button>
        {reasons.length > 0 && (
          <Button variant="default" loading={tell.isPending} onClick={tellApart}>
            {t("contact_merge.apart")}
          </Button>
        )}
        <Button type="submit" data-autofocus disabled={oneBlocked} loading={merge.isPending}>
          {t("contact_merge.do")}
        </Button>
      </Group>
    </form>
  );
}
