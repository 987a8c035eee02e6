import type { Conversation } from "@rapport/api-client";
import { useIntl } from "react-intl";
import { useDirectory } from "~/api/directory";
import { useT } from "~/messages";
import { shortDuration } from "~/time/duration";
import { useNow } from "~/time/now";
import { Chip } from "~/ui/Chip";
import { waitingOf } from "./waiting";

/** How long the customer waits; only once it matters. */
export function WaitingChip({ conversation }: { conversation: Conversation }) {
  const t = useT();
  const intl = useIntl();
  const now_ms = useNow(5_000);
  const queue = useDirectory("queues").get(conversation.queue_id ?? "");
  const waiting = waitingOf(conversation, queue, now_ms);
  if (!waiting) return null;
  const duration = shortDuration(now_ms - Date.parse(waiting.since), intl.locale);
  return <Chip tone={waiting.level === "late" ? "bad" : "warn"}>{t("waiting.chip", { duration })}</Chip>;
}
