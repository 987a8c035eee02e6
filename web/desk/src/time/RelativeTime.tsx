import { useIntl } from "react-intl";
import { useT } from "~/messages";
import { shortDuration } from "./duration";
import { useNow } from "./now";

const MINUTE_MS = 60_000;

/** "4m", with the full moment on hover. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  const intl = useIntl();
  const t = useT();
  const now_ms = useNow(10_000);
  const moment = new Date(at);
  const ago_ms = now_ms - moment.getTime();
  return (
    <time
      className={className}
      dateTime={at}
      title={intl.formatDate(moment, { dateStyle: "full", timeStyle: "short" })}
    >
      {ago_ms < MINUTE_MS ? t("time.now") : shortDuration(ago_ms, intl.locale)}
    </time>
  );
}
