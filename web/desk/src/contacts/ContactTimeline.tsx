import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { MessagesSquare } from "lucide-react";
import { contactTimelineQuery } from "~/api/contacts";
import { useT } from "~/messages";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorState } from "~/ui/ErrorState";
import { ListSkeleton } from "~/ui/ListSkeleton";
import classes from "./ContactPage.module.css";
import { ContactTimelineEntry } from "./ContactTimelineEntry";

/** Everything over all conversations, the newest first; a click opens its conversation. */
export function ContactTimeline({ contactId }: { contactId: string }) {
  const t = useT();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    ...contactTimelineQuery(contactId),
    staleTime: 0,
  });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <ListSkeleton />;
  const entries = data.pages.flatMap((page) => page.items);
  if (entries.length === 0) return <EmptyState icon={MessagesSquare} title={t("inbox.no_messages")} />;
  return (
    <div className={classes.scroller}>
      <div className={classes.column}>
        {entries.map((entry) => (
          <ContactTimelineEntry key={entry.id} entry={entry} />
        ))}
        {hasNextPage && (
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t("action.load_more")}
          </Button>
        )}
      </div>
    </div>
  );
}
