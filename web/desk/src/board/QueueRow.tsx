import type { Queue, QueueStatus } from "@rapport/api-client";
import { Link } from "@tanstack/react-router";
import { useIntl } from "react-intl";
import { useT } from "~/messages";
import { shortDuration } from "~/time/duration";
import { useNow } from "~/time/now";
import { Chip } from "~/ui/Chip";
import classes from "./BoardPage.module.css";

export function QueueRow({ status, queue }: { status: QueueStatus; queue: Queue | undefined }) {
  const t = useT();
  const intl = useIntl();
  const now_ms = useNow();
  const waited_ms = status.longest_wait_since ? now_ms - Date.parse(status.longest_wait_since) : null;
  const target_ms = queue?.service_level.answer_within_ms ?? Number.POSITIVE_INFINITY;
  return (
    <tr>
      <th scope="row">
        <Link to="/inbox/$view" params={{ view: status.queue_id }}>
          {queue?.name ?? status.queue_id}
        </Link>
        {!status.open && <Chip tone="plain">{t("board.closed")}</Chip>}
      </th>
      <td className={classes.figure} data-label={t("board.waiting")}>
        {intl.formatNumber(status.waiting)}
      </td>
      <td
        className={classes.figure}
        data-label={t("board.longest_wait")}
        data-late={(waited_ms ?? 0) > target_ms || undefined}
      >
        {waited_ms === null ? "–" : shortDuration(waited_ms, intl.locale)}
      </td>
      <td className={classes.figure} data-label={t("board.agents_online")}>
        {intl.formatNumber(status.agents_online)}
      </td>
      <td className={classes.figure} data-label={t("board.agents_free")}>
        {intl.formatNumber(status.agents_free)}
      </td>
    </tr>
  );
}
