import { AtSign } from "lucide-react";
import { useT } from "~/messages";
import classes from "./MentionMark.module.css";
import { useUnseenMentions } from "./useUnseenMentions";

/** That a note here names me, and I have not seen it. */
export function MentionMark({ id }: { id: string }) {
  const t = useT();
  return useUnseenMentions()?.has(id) ? (
    <AtSign className={classes.mark} size={14} strokeWidth={2.4} aria-label={t("mentions.unseen")} />
  ) : null;
}
