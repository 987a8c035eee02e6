import { Button } from "@mantine/core";
import { useMe } from "~/api/session";
import { useT } from "~/messages";
import { dismiss } from "./dismissal";
import classes from "./FirstSteps.module.css";
import { StepRow } from "./StepRow";
import type { Step } from "./steps";

/** What is left to do before customers are well served, on a card of its own. */
export function FirstSteps({ steps }: { steps: Step[] }) {
  const t = useT();
  const me = useMe().agent.id;
  const done = steps.filter((step) => step.done).length;
  return (
    <section className={classes.card} aria-labelledby="first-steps">
      <header className={classes.header}>
        <h2 id="first-steps">{t("first_steps.title")}</h2>
        <span>{t("first_steps.progress", { done, all: steps.length })}</span>
        <Button variant="subtle" color="gray" size="compact-xs" onClick={() => dismiss(me)}>
          {t("first_steps.dismiss")}
        </Button>
      </header>
      <progress className="visually-hidden" value={done} max={steps.length} aria-labelledby="first-steps" />
      <ul className={classes.steps}>
        {steps.map((step) => (
          <StepRow key={step.name} step={step} />
        ))}
      </ul>
    </section>
  );
}
