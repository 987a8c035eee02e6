import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useIntl } from "react-intl";
import { useT } from "~/messages";
import { RelativeTime } from "~/time/RelativeTime";
import { Chip } from "~/ui/Chip";
import classes from "./Posting.module.css";

type State = "queued" | "sent" | "failed";

const TONES = { queued: "plain", sent: "good", failed: "bad" } as const;

interface Props {
  what: string;
  state: State;
  attempts: number;
  at: string;
  /** When it is tried next. */
  dueAt: string | null;
  status?: number | null;
  reason: string | null;
  busy: boolean;
  /** None where it waits for its next try. */
  onResend?: () => void;
}

/** One thing that was posted, or is to be. */
export function Posted({ what, state, attempts, at, dueAt, status, reason, busy, onResend }: Props) {
  const t = useT();
  const intl = useIntl();
  const about: ReactNode[] = [<RelativeTime key="at" at={at} />];
  if (attempts > 0) about.push(t("posting.attempts", { count: attempts }));
  if (reason) about.push(reason);
  else if (status) about.push(String(status));
  return (
    <li>
      <span className={classes.what} dir="auto">
        {what}
      </span>
      <Chip tone={TONES[state]}>{t(`posting.${state}`)}</Chip>
      {onResend ? (
        <Button variant="default" size="compact-xs" disabled={busy} onClick={onResend}>
          {t("posting.resend")}
        </Button>
      ) : (
        <span />
      )}
      <span className={classes.about}>
        {about.map((part, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one line, always in this order.
          <span key={place}>
            {place > 0 && " · "}
            {part}
          </span>
        ))}
        {dueAt && attempts > 0 && (
          <>
            {" · "}
            {t("posting.next")} {intl.formatDate(dueAt, { dateStyle: "short", timeStyle: "short" })}
          </>
        )}
      </span>
    </li>
  );
}
