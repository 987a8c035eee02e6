import { CheckCheck } from "lucide-react";
import { useT } from "~/messages";
import { EmptyState } from "~/ui/EmptyState";
import { ListSkeleton } from "~/ui/ListSkeleton";
import { Pane } from "~/ui/Pane";
import classes from "./FirstSteps.module.css";
import { StepRow } from "./StepRow";
import { allDone } from "./steps";
import { useSteps } from "./useFirstSteps";

export function FirstStepsPage() {
  const t = useT();
  const steps = useSteps();
  return (
    <Pane title={t("first_steps.title")} purpose={t("first_steps.purpose")}>
      {!steps ? (
        <ListSkeleton rows={5} />
      ) : allDone(steps) ? (
        <EmptyState
          icon={CheckCheck}
          title={t("first_steps.all_done")}
          hint={t("first_steps.all_done_hint")}
        />
      ) : (
        <ul className={classes.steps}>
          {steps.map((step) => (
            <StepRow key={step.name} step={step} />
          ))}
        </ul>
      )}
    </Pane>
  );
}
