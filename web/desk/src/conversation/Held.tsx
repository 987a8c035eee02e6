import { Button } from "@mantine/core";
import { useT } from "~/messages";
import { outbox } from "./outboxStore";
import classes from "./Turn.module.css";

/** A reply that has not gone out yet, and can be taken back into the field. */
export function Held({ pendingKey }: { pendingKey: string }) {
  const t = useT();
  return (
    <p className={classes.state}>
      {t("delivery.held")}
      <Button variant="subtle" size="compact-xs" onClick={() => outbox.takeBack(pendingKey)}>
        {t("delivery.undo")}
      </Button>
    </p>
  );
}
