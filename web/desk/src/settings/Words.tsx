import { useIntl } from "react-intl";
import { type MessageId, useT } from "~/messages";
import { fullDuration } from "~/time/duration";

/** A message as a table cell. */
export function Words({ id }: { id: MessageId }) {
  return useT()(id);
}

/** A setting in milliseconds, in words. */
export function DurationWords({ ms }: { ms: number }) {
  return fullDuration(ms, useIntl().locale);
}
