import { dial } from "./link";
import { type Session, type Step, unchanged, type World } from "./session";
import { START } from "./timeline";

/** By the link in a mail somebody comes back to what they said before. */
export type Returning =
  /** Not before they ask for it: programs that look through mails open links, too. */
  | { kind: "offered"; token: string }
  /** `nonce`: our own, by which the server knows us when its answer was lost. */
  | { kind: "asked"; token: string; nonce: string }
  | { kind: "refused"; code: string };

const REFUSAL = "return_link_";

export function offered(session: Session, token: string): Step {
  return unchanged({ ...session, returning: { kind: "offered", token } });
}

/** Says hello anew; what comes then takes the place of what is held. */
export function asked(session: Session, nonce: string, world: World): Step {
  const { returning } = session;
  if (returning?.kind !== "offered") return unchanged(session);
  const { token } = returning;
  return dial(
    { ...session, returning: { kind: "asked", token, nonce }, replace: true, cursor: START },
    0,
    world,
  );
}

/** They were let in, or have read why not. */
export function settled(session: Session): Session {
  return session.returning?.kind === "asked" ? { ...session, returning: null } : session;
}

export function refusedReturn(session: Session, code: string): Session {
  return code.startsWith(REFUSAL) ? { ...session, returning: { kind: "refused", code } } : session;
}
