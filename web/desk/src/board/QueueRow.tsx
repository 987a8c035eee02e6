import type { Queue, QueueStatus } from "@rapport/api-client";
import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { useIntl } from "react-intl";
import { useT } from "~/messages";
import { shortDuration } from "~/time/duration";
import { useNow } from "~/time/now";
import { Chip } from "~/ui/Chip";
import classes from "./BoardPage.module.css";
import { ServiceLevel } from "./ServiceLevel";
import { Sparkline } from "./Sparkline";
import { WorkList } from "./WorkList";

/** So many columns has the table. */
const COLUMNS = 9;

/** A queue's figures; it opens into the people who wait there. */
export function QueueRow({ status, queue }: { status: QueueStatus; queue: Queue | undefined }) {
  const t = useT();
  const intl = useIntl();
  const now_ms = useNow();
  const [open, setOpen] = useState(false);
  const line = useId();
  const { service, waiting_history: history } = status;
  const name = queue?.name ?? status.queue_id;
  const waited_ms = status.longest_wait_since ? now_ms - Date.parse(status.longest_wait_since) : null;
  const target_ms = queue?.service_level.answer_within_ms ?? Number.POSITIVE_INFINITY;
  const span = (ms: number | null | undefined) => (ms == null ? "–" : shortDuration(ms, intl.locale));
  return (
    <>
      <tr data-open={open || undefined}>
        <th scope="row">
          <button
            type="button"
            className={classes.opener}
            aria-expanded={open}
            aria-controls={open ? line : undefined}
            onClick={() => setOpen(!open)}
          >
            <ChevronRight size={16} aria-hidden />
            <span dir="auto">{name}</span>
          </button>
          {!status.open && <Chip tone="plain">{t("board.closed")}</Chip>}
        </th>
        <td className={classes.figure} data-label={t("board.waiting")}>
          {intl.formatNumber(status.waiting)}
        </td>
        <td>
          <Sparkline
            values={history}
            label={t("board.trend", { queue: name, most: Math.max(0, ...history), now: status.waiting })}
          />
        </td>
        <td
          className={classes.figure}
          data-label={t("board.longest_wait")}
          data-late={(waited_ms ?? 0) > target_ms || undefined}
        >
          {span(waited_ms)}
        </td>
        <ServiceLevel service={service} queue={queue} />
        <td className={classes.figure} data-label={t("board.answered")}>
          {intl.formatNumber(service.answered)}
        </td>
        <td className={classes.figure} data-label={t("board.answer_time")}>
          {span(service.average_answer_ms)}
        </td>
        <td className={classes.figure} data-label={t("board.abandoned")}>
          {intl.formatNumber(service.abandoned)}
        </td>
        <td className={classes.figure} data-label={t("board.agents_free")}>
          {t("board.free_of", { free: status.agents_free, online: status.agents_online })}
        </td>
      </tr>
      {open && (
        <tr className={classes.opened} id={line}>
          <td colSpan={COLUMNS}>
            <WorkList
              of={{ queue_id: status.queue_id }}
              label={t("board.in_line", { queue: name })}
              empty={t("board.nobody_waits")}
              total={status.waiting}
            />
          </td>
        </tr>
      )}
    </>
  );
}
