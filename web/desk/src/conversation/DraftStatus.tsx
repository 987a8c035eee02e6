import { useT } from "~/messages";
import classes from "./DraftStatus.module.css";
import type { DraftProgress } from "./draft";

export function DraftStatus({ progress }: { progress: DraftProgress }) {
  const t = useT();
  return (
    <span className={classes.status} data-state={progress} role="status">
      {progress === "empty" ? "" : t(`draft.${progress}`)}
    </span>
  );
}
