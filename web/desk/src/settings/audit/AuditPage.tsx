import { Button } from "@mantine/core";
import { unwrap } from "@rapport/api-client";
import { infiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { FileClock } from "lucide-react";
import { api } from "~/api/client";
import { useT } from "~/messages";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorState } from "~/ui/ErrorState";
import { ListSkeleton } from "~/ui/ListSkeleton";
import { Pane } from "~/ui/Pane";
import classes from "./AuditPage.module.css";
import { AuditRow } from "./AuditRow";

const PAGE_SIZE = 50;

const auditQuery = infiniteQueryOptions({
  queryKey: ["audit"],
  queryFn: ({ pageParam }) =>
    unwrap(api.GET("/api/v1/audit", { params: { query: { limit: PAGE_SIZE, cursor: pageParam } } })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
  // No event says that the log has grown: it is read afresh each time the page opens.
  staleTime: 0,
});

export function AuditPage() {
  const t = useT();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery(auditQuery);
  const records = data?.pages.flatMap((page) => page.items);

  return (
    <Pane title={t("settings.audit.title")} purpose={t("purpose.audit")}>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !records ? (
        <ListSkeleton />
      ) : records.length === 0 ? (
        <EmptyState icon={FileClock} title={t("settings.none")} hint={t("audit.empty")} />
      ) : (
        <>
          <ol className={classes.list}>
            {records.map((record) => (
              <AuditRow key={record.seq} record={record} />
            ))}
          </ol>
          {hasNextPage && (
            <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t("action.load_more")}
            </Button>
          )}
        </>
      )}
    </Pane>
  );
}
