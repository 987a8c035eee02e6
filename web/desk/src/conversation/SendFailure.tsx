import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { applyEntry } from "~/cache/apply";
import { useT } from "~/messages";
import type { Pending } from "./outbox";
import { outbox } from "./outboxStore";
import classes from "./SendFailure.module.css";

/** Why a send failed and what can be done: again, or not at all. */
export function SendFailure({ pending }: { pending: Pending }) {
  const t = useT();
  const client = useQueryClient();
  // A new failure is shown right here again.
  const retry = () => outbox.retry(pending, (entry) => applyEntry(client, entry)).catch(() => undefined);
  return (
    <div className={classes.failure} role="alert">
      <span>
        {pending.failure
          ? t("delivery.not_sent_because", { reason: pending.failure })
          : t("delivery.not_sent")}
      </span>
      <Button variant="subtle" size="compact-xs" onClick={() => void retry()}>
        {t("action.retry")}
      </Button>
      <Button variant="subtle" color="gray" size="compact-xs" onClick={() => outbox.discard(pending.key)}>
        {t("delivery.discard")}
      </Button>
    </div>
  );
}
