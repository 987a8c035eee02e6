import { UnstyledButton } from "@mantine/core";
import type { Entry } from "@rapport/api-client";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { useIntl } from "react-intl";
import { useT } from "~/messages";
import classes from "./EventsFold.module.css";
import { useEventText } from "./useEventText";

type EventEntry = Extract<Entry, { kind: "event" }>;

/** What the system did: one event is said, several fold into a line. */
export function EventsFold({ entries }: { entries: EventEntry[] }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const folds = entries.length > 1;

  return (
    <div className={classes.root}>
      {folds && (
        <UnstyledButton className={classes.toggle} aria-expanded={open} onClick={() => setOpen(!open)}>
          <ChevronRight size={13} aria-hidden data-open={open || undefined} />
          {t("event.folded", { count: entries.length })}
        </UnstyledButton>
      )}
      {(!folds || open) && entries.map((entry) => <EventLine key={entry.id} entry={entry} />)}
    </div>
  );
}

function EventLine({ entry }: { entry: EventEntry }) {
  const intl = useIntl();
  const text = useEventText()(entry.event, entry.author);
  return (
    <p className={classes.line}>
      <span>{text}</span>
      <time dateTime={entry.at}>{intl.formatTime(entry.at)}</time>
    </p>
  );
}
