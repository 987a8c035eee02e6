import type { Rating, Session, Step } from "./session";
import { unchanged } from "./session";

/** The visitor says how they found it; said again on the next line where this one does not carry it. */
export function rate(session: Session, rating: Rating): Step {
  return tellRating({ ...session, rating });
}

/** Says what the server does not have yet. */
export function tellRating(session: Session): Step {
  const settled = settleRating(session);
  const { rating, link } = settled;
  if (!rating || link.kind !== "live") return unchanged(settled);
  return { session: settled, effects: [{ kind: "transmit", frame: { type: "rate", ...rating } }] };
}

/** Holds the rating no longer once the server has it, or the conversation goes on and will be asked about again. */
export function settleRating(session: Session): Session {
  const { rating, conversation } = session;
  if (!rating) return session;
  const known = conversation?.rating;
  const has = known?.score === rating.score && known.comment === rating.comment;
  return has || conversation?.state !== "resolved" ? { ...session, rating: null } : session;
}
