import { MessagesSquare } from "lucide-react";
import { FirstSteps } from "~/firstSteps/FirstSteps";
import { useFirstSteps } from "~/firstSteps/useFirstSteps";
import { useT } from "~/messages";
import { EmptyState } from "~/ui/EmptyState";
import classes from "./NothingOpen.module.css";

export function NothingOpen() {
  const t = useT();
  const firstSteps = useFirstSteps();
  return (
    <main className={classes.root}>
      {firstSteps && <FirstSteps steps={firstSteps} />}
      <EmptyState icon={MessagesSquare} title={t("inbox.nothing_open")} hint={t("inbox.nothing_open_hint")} />
    </main>
  );
}
