import type { MessageId, Translate } from "~/messages";
import { AWAY_REASONS } from "./usePresence";

const KNOWN_REASONS: readonly string[] = [...AWAY_REASONS, "no_answer", "connection_lost", "may_not_answer"];

/** A reason in the reader's language; one that the desk does not know is shown as it was given. */
export function reasonText(reason: string, t: Translate): string {
  return KNOWN_REASONS.includes(reason) ? t(`presence.reason.${reason}` as MessageId) : reason;
}
