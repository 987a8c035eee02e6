import type { Rating, Session, Step } from "./session";
import { unchanged } from "./session";

/** The visitor says how they found it; said again on the next line where this one does not carry it. */
export function rate(session: Session, rating: Rating): Step {
  return tellRating({ ...session, rating });
}

/** Says it unless the server has it, or the conversation goes on and will be asked about again. */
export function tellRating(session: Session): Step {
  const { rating, conversation, link } = session;
  if (!rating) return unchanged(session);
  const known = conversation?.rating;
  const has = known?.score === rating.score && known.comment === rating.comment;
  if (has || conversation?.state !== "resolved") return unchanged({ ...session, rating: null });
  if (link.kind !== "live") return unchanged(session);
  return { session, effects: [{ kind: "transmit", frame: { type: "rate", ...rating } }] };
}

/** After the server has told how the conversation stands. */
export function settleRating(session: Session): Session {
  const { rating, conversation } = session;
  const known = conversation?.rating;
  const has = rating && known?.score === rating.score && known.comment === rating.comment;
  return has || conversation?.state !== "resolved" ? { ...session, rating: null } : session;
}
