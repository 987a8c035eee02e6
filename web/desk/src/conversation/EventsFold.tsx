import { Button, UnstyledButton } from "@mantine/core";
import type { Entry } from "@rapport/api-client";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { useIntl } from "react-intl";
import { useT } from "~/messages";
import { toast } from "~/ui/toasts";
import { useConversationActions } from "./actions";
import classes from "./EventsFold.module.css";
import { useEventText } from "./useEventText";

type EventEntry = Extract<Entry, { kind: "event" }>;

interface Props {
  entries: EventEntry[];
  /** Events of merging that can be undone. */
  splittable: ReadonlySet<string>;
}

/** What the system did: one event is said, several fold into a line. */
export function EventsFold({ entries, splittable }: Props) {
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
      {(!folds || open) &&
        entries.map((entry) => (
          <EventLine key={entry.id} entry={entry} canSplit={splittable.has(entry.id)} />
        ))}
    </div>
  );
}

/** A conversation that was merged can be split off where that is told. */
function SplitOff({ id }: { id: string }) {
  const t = useT();
  const { split } = useConversationActions(id);
  // The line is gone once the event is there, which may be before the answer.
  const splitOff = () =>
    split.mutateAsync().then(
      () => toast("good", t("merge.split_done")),
      () => undefined,
    );
  return (
    <Button variant="subtle" size="compact-xs" loading={split.isPending} onClick={splitOff}>
      {t("merge.split_off")}
    </Button>
  );
}

function EventLine({ entry, canSplit }: { entry: EventEntry; canSplit: boolean }) {
  const intl = useIntl();
  const text = useEventText()(entry.event, entry.author);
  return (
    <p className={classes.line}>
      <span>{text}</span>
      <time dateTime={entry.at}>{intl.formatTime(entry.at)}</time>
      {canSplit && entry.event.type === "conversation.absorbed" && (
        <SplitOff id={entry.event.conversation_id} />
      )}
    </p>
  );
}
