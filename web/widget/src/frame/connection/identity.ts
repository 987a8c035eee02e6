import { dial, withoutLine } from "./link";
import { newSession, type Session, type Step, unchanged, type World } from "./session";

/** What the page says of who its visitor is. */
export interface Identity {
  /** Signed by the business; null when the page says nothing. */
  token: string | null;
  /** The business's own id for them, as the token claims it; believed only as far as to keep customers apart. */
  who: string | null;
}

/** The page names its visitor. Another customer than before gets nothing of what that one said. */
export function identify(session: Session, { token, who }: Identity, world: World): Step {
  if (token === null || token === session.identity) return unchanged(session);
  const other = session.who !== null && session.who !== who;
  const { session: clean, effects } = other ? forgotten(session) : unchanged(session);
  const known = { ...clean, identity: token, who };
  const kept = [...effects, { kind: "keep_who" as const, who }];
  // A fresh token of the same customer is for the next line.
  const same = session.identity !== null && !other && session.link.kind !== "idle";
  if (same) return { session: known, effects: kept };
  const dialled = dial(known, 0, world);
  return { ...dialled, effects: [...kept, ...dialled.effects] };
}

/** The customer has signed out: who comes next is somebody else. */
export function forget(session: Session, world: World): Step {
  const lined = session.link.kind !== "idle";
  const { session: clean, effects } = forgotten(session);
  if (!lined) return { session: clean, effects };
  const dialled = dial(clean, 0, world);
  return { ...dialled, effects: [...effects, ...dialled.effects] };
}

function forgotten(session: Session): Step {
  const { language, page, context, online, link } = session;
  const anew = newSession({ token: null, who: null }, language, page, []);
  return {
    session: withoutLine({ ...anew, link, context, online }),
    effects: [
      { kind: "forget_visitor" },
      ...session.outbox.map(({ client_id }) => ({ kind: "forget_pending" as const, client_id })),
    ],
  };
}

/** The `sub` that a token claims; null where it is none. Whether it is true the server says. */
export function claimedBy(token: string): string | null {
  try {
    const payload = token.split(".")[1] ?? "";
    const bytes = Uint8Array.from(atob(payload.replace(/-/g, "+").replace(/_/g, "/")), (c) =>
      c.charCodeAt(0),
    );
    const { sub } = JSON.parse(new TextDecoder().decode(bytes)) as { sub?: unknown };
    return typeof sub === "string" || typeof sub === "number" ? String(sub) : null;
  } catch {
    return null;
  }
}
