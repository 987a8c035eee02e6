import { useT } from "~/messages";
import classes from "./DraftStatus.module.css";
import type { DraftState } from "./useDraft";

export function DraftStatus({ state }: { state: DraftState }) {
  const t = useT();
  return (
    <span className={classes.status} data-state={state} role="status">
      {state === "empty" ? "" : t(`draft.${state}`)}
    </span>
  );
}
