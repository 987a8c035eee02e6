import type { Queue, QueueStatus } from "@rapport/api-client";
import { useIntl } from "react-intl";
import { useT } from "~/messages";
import { shortDuration } from "~/time/duration";
import classes from "./BoardPage.module.css";

/** How many of a hundred were answered in time, and how many should be. */
export function ServiceLevel({
  service,
  queue,
}: {
  service: QueueStatus["service"];
  queue: Queue | undefined;
}) {
  const t = useT();
  const intl = useIntl();
  const percent = (value: number) =>
    intl.formatNumber(value / 100, { style: "percent", maximumFractionDigits: 0 });
  const reached = service.service_level_percent;
  const target = queue?.service_level;
  return (
    <td
      className={classes.figure}
      data-label={t("board.service_level")}
      data-late={(reached != null && target && reached < target.percent) || undefined}
    >
      {reached == null ? <span title={t("board.no_service")}>–</span> : percent(reached)}
      {target && (
        <small className={classes.target}>
          {t("board.of_target", {
            percent: percent(target.percent),
            span: shortDuration(target.answer_within_ms, intl.locale),
          })}
        </small>
      )}
    </td>
  );
}
