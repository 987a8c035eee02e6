import { MessagesSquare } from "lucide-react";
import { useT } from "~/messages";
import { EmptyState } from "~/ui/EmptyState";
import classes from "./NothingOpen.module.css";

export function NothingOpen() {
  const t = useT();
  return (
    <main className={classes.root}>
      <EmptyState icon={MessagesSquare} title={t("inbox.nothing_open")} hint={t("inbox.nothing_open_hint")} />
    </main>
  );
}
