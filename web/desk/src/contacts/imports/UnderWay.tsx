import { Button, Progress } from "@mantine/core";
import type { ContactImport } from "@rapport/api-client";
import { stopImport } from "~/api/imports";
import { useT } from "~/messages";
import classes from "./Imports.module.css";
import { useCounts } from "./useCounts";
import { useImport } from "./useImport";

/** How far it is, on the way there or back. */
export function UnderWay({ import: one }: { import: ContactImport }) {
  const t = useT();
  const stop = useImport(() => stopImport(one.id));
  const counts = useCounts(one);
  const running = one.state === "running";
  const total = running ? one.rows : one.created + one.updated;
  const done = running ? one.created + one.updated + one.unchanged + one.refused : one.undone + one.kept;
  const words = t(running ? "imports.running" : "imports.undoing", { done, total });
  return (
    <div className={classes.narrow}>
      <p>{words}</p>
      <Progress value={total === 0 ? 100 : (done / total) * 100} aria-label={words} />
      <p className={classes.hint}>{counts}</p>
      <p role="status" className={classes.hint}>
        {t("imports.goes_on")}
      </p>
      {running && (
        <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate(undefined)}>
          {t("imports.stop")}
        </Button>
      )}
    </div>
  );
}
