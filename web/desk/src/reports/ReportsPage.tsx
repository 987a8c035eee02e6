import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { volumeQuery } from "~/api/reports";
import { useT } from "~/messages";
import { useNow } from "~/time/now";
import { Pane } from "~/ui/Pane";
import { CostsSection } from "./CostsSection";
import { changed, parametersOf, type ReportFilter } from "./filter";
import { Narrow } from "./Narrow";
import { PathsSection } from "./PathsSection";
import { RepeatedSection } from "./RepeatedSection";
import { RepliesSection } from "./RepliesSection";
import classes from "./Reports.module.css";
import { VolumeSection } from "./VolumeSection";

/** A moment's events are always on their way; only more than these are worth a word. */
const PENDING_MANY = 1_000;
const MINUTE_MS = 60_000;

/** How much, how fast, by which ways, how often asked again, and at what cost. */
export function ReportsPage({ filter }: { filter: ReportFilter }) {
  const t = useT();
  const navigate = useNavigate({ from: "/reports" });
  const parameters = parametersOf(filter, new Date(useNow(MINUTE_MS)));
  const pending = useQuery(volumeQuery(parameters)).data?.pending_events ?? 0;
  const shown = { filter, parameters };
  return (
    <Pane title={t("nav.reports")} purpose={t("reports.purpose")}>
      <Narrow
        filter={filter}
        onChange={(change) =>
          void navigate({ to: "/reports", search: changed(filter, change), replace: true })
        }
      />
      {pending > PENDING_MANY && (
        <p className={classes.hint} role="status">
          {t("reports.pending", { count: pending })}
        </p>
      )}
      <div className={classes.reports}>
        <VolumeSection {...shown} />
        <RepliesSection {...shown} />
        <PathsSection {...shown} />
        <RepeatedSection {...shown} />
        <CostsSection {...shown} />
      </div>
    </Pane>
  );
}
