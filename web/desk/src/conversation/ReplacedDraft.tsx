import { Button } from "@mantine/core";
import { useT } from "~/messages";
import type { Draft } from "./draft";
import classes from "./ReplacedDraft.module.css";

interface Props {
  replaced: Draft;
  onBring: () => void;
  onDismiss: () => void;
}

/** What I wrote on another device at the same time; the later words are in the field. */
export default function ReplacedDraft({ replaced, onBring, onDismiss }: Props) {
  const t = useT();
  return (
    <aside className={classes.notice} aria-label={t("draft.replaced")}>
      <p>
        <b>{t("draft.replaced")}</b>
        <span className={classes.words} dir="auto">
          {[replaced.reply, replaced.note].filter(Boolean).join(" · ")}
        </span>
      </p>
      <Button size="compact-sm" variant="default" onClick={onBring}>
        {t("draft.bring_back")}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={onDismiss}>
        {t("action.dismiss")}
      </Button>
    </aside>
  );
}
