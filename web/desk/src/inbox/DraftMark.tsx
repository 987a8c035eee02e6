import { useQuery } from "@tanstack/react-query";
import { draftsQuery } from "~/api/drafts";
import { useMay } from "~/api/session";
import { useUnsavedDraft } from "~/conversation/draftStore";
import { useT } from "~/messages";
import classes from "./ConversationRow.module.css";

/** That I have begun to write here, on any device. */
export function DraftMark({ id }: { id: string }) {
  const t = useT();
  const { data } = useQuery({ ...draftsQuery, enabled: useMay("conversations:write") });
  const unsaved = useUnsavedDraft(id);
  return (unsaved ?? data?.has(id)) ? <span className={classes.draft}>{t("inbox.draft")}</span> : null;
}
