import { Button } from "@mantine/core";
import { useT } from "~/messages";
import { outbox } from "./outboxStore";
import classes from "./SendFailure.module.css";

/** Why the server refused a message and what can be done: again, or not at all. */
export function SendFailure({ pendingKey, reason }: { pendingKey: string; reason: string }) {
  const t = useT();
  return (
    <div className={classes.failure} role="alert">
      <span>{t("delivery.not_sent_because", { reason })}</span>
      <Button variant="subtle" size="compact-xs" onClick={() => outbox.retry(pendingKey)}>
        {t("action.retry")}
      </Button>
      <Button variant="subtle" color="gray" size="compact-xs" onClick={() => outbox.discard(pendingKey)}>
        {t("delivery.discard")}
      </Button>
    </div>
  );
}
