import { Skeleton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { entriesQuery } from "~/api/conversations";
import { useT } from "~/messages";
import { ErrorState } from "~/ui/ErrorState";
import classes from "./MergeDialog.module.css";
import { saidIn } from "./said";

/** The last words of a conversation, enough to know it by. */
const LINES_MAX = 5;

export function MergePreview({ conversationId }: { conversationId: string }) {
  const t = useT();
  const { data, error, refetch } = useInfiniteQuery(entriesQuery(conversationId));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={96} />;
  const said = data.pages.flatMap((page) => page.items).filter((entry) => entry.kind !== "event");
  const lines = said.slice(0, LINES_MAX).toReversed();
  return (
    <section className={classes.preview} aria-label={t("merge.preview")}>
      {lines.length === 0 && <p className={classes.none}>{t("inbox.no_messages")}</p>}
      {lines.map((entry) => (
        <p key={entry.id} data-kind={entry.kind}>
          <bdi className={classes.author}>{entry.author.name ?? t(`actor.${entry.author.kind}`)}</bdi>
          <span dir="auto">{saidIn(entry)}</span>
        </p>
      ))}
    </section>
  );
}
