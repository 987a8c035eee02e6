import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft, Download, MessagesSquare } from "lucide-react";
import { costsQuery, reportedConversationsQuery } from "~/api/reports";
import { useT } from "~/messages";
import { useMoney } from "~/money/useMoney";
import { useNow } from "~/time/now";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorState } from "~/ui/ErrorState";
import { ListSkeleton } from "~/ui/ListSkeleton";
import { Pane } from "~/ui/Pane";
import { BehindRow } from "./BehindRow";
import type { Behind } from "./behind";
import { CHANNELS } from "./channels";
import { changed, filePath, parametersOf, type ReportFilter } from "./filter";
import { Narrow } from "./Narrow";
import classes from "./Reports.module.css";

const MINUTE_MS = 60_000;

interface Props {
  filter: ReportFilter;
  behind: Behind;
}

/** The conversations behind a figure, with what each adds to it. */
export function BehindPage({ filter, behind }: Props) {
  const t = useT();
  const navigate = useNavigate();
  const parameters = parametersOf(filter, new Date(useNow(MINUTE_MS)));
  const query = useInfiniteQuery(reportedConversationsQuery(parameters, behind));
  const isOfCost = behind.of === "cost";
  const costs = useQuery({ ...costsQuery(parameters, "channel"), enabled: isOfCost });
  const money = useMoney(costs.data?.currency ?? null);
  const about = useAbout(behind);
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const total = data?.pages[0]?.total ?? 0;
  return (
    <Pane
      title={t(`reports.behind_${behind.of}`)}
      purpose={about}
      actions={
        <Button
          variant="default"
          size="xs"
          component="a"
          href={filePath("conversations", { ...parameters, ...behind })}
          download
          leftSection={<Download size={14} aria-hidden />}
        >
          {t("reports.file")}
        </Button>
      }
    >
      <Link to="/reports" search={filter} className={classes.back}>
        <ArrowLeft size={14} aria-hidden />
        {t("reports.all")}
      </Link>
      <Narrow
        filter={filter}
        onChange={(change) =>
          void navigate({
            to: "/reports/conversations",
            search: { ...changed(filter, change), ...behind },
            replace: true,
          })
        }
      />
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <ListSkeleton />
      ) : items.length === 0 ? (
        <EmptyState icon={MessagesSquare} title={t("reports.none")} hint={t("reports.none_hint")} />
      ) : (
        <>
          <p className={classes.count} role="status">
            {t("reports.count", { count: total })}
          </p>
          <ul className={classes.list}>
            {items.map((item) => (
              <BehindRow key={item.conversation.id} item={item} of={behind.of} money={money} />
            ))}
          </ul>
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

/** Which of the figure's conversations they are. */
function useAbout({ path, key }: Behind): string | undefined {
  const t = useT();
  if (key) return t("reports.about_fact", { fact: key });
  if (!path) return undefined;
  const channels = path.split(",").map((name) => CHANNELS.find((one) => one === name));
  return channels.map((channel) => (channel ? t(`channel.${channel}`) : "?")).join(" → ");
}
