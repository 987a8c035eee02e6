import { useT } from "~/messages";
import { STEPS } from "./answers";
import classes from "./SetupPage.module.css";

export function SetupSteps({ index }: { index: number }) {
  const t = useT();
  return (
    <ol className={classes.steps} aria-label={t("setup.progress", { step: index + 1, steps: STEPS.length })}>
      {STEPS.map((step, at) => (
        <li
          key={step}
          data-done={at <= index || undefined}
          aria-current={at === index ? "step" : undefined}
        />
      ))}
    </ol>
  );
}
