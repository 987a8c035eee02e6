import type { PageView } from "../../bridge/messages";
import { BACKOFF_MS_MAX, backoffMs } from "./backoff";
import { type Session, type Step, unchanged, type World } from "./session";
import type { PageTold } from "./wire";

/** From dialling to the server's welcome. */
export const CONNECT_MS_MAX = 10_000;
export const PING_EVERY_MS = 20_000;
/** Silence after a ping that means the line is dead, whatever the socket says. */
export const PONG_MS_MAX = 10_000;
/** A line that held this long was a good one; losing it starts the count of attempts anew. */
export const STEADY_MS = 10_000;

/** Dials now; whatever line there was is given up first. */
export function dial(session: Session, attempt: number, world: World): Step {
  const until = world.now + CONNECT_MS_MAX;
  return {
    session: { ...withoutLine(session), link: { kind: "connecting", attempt, until } },
    effects: [{ kind: "hang_up" }, { kind: "dial" }],
  };
}

/** The line is gone: wait, longer each time, then dial again. */
export function lost(session: Session, world: World): Step {
  if (session.link.kind === "idle" || session.link.kind === "waiting") return unchanged(session);
  const steady = session.link.kind === "live" && world.now - session.link.since >= STEADY_MS;
  const attempt = steady ? 0 : session.link.attempt + 1;
  // While the browser says that there is no network, only a rare try in case it is mistaken.
  const wait = session.online ? backoffMs(attempt, world.random) : BACKOFF_MS_MAX;
  return {
    session: {
      ...withoutLine(session),
      link: { kind: "waiting", attempt, until: world.now + wait },
    },
    effects: [{ kind: "hang_up" }],
  };
}

export function live(session: Session, world: World): Session {
  const attempt = session.link.kind === "idle" ? 0 : session.link.attempt;
  const ping_at = world.now + PING_EVERY_MS;
  return {
    ...session,
    link: { kind: "live", attempt, since: world.now, ping_at, pong_until: null },
  };
}

export function ping(session: Session, world: World): Step {
  if (session.link.kind !== "live" || session.link.pong_until !== null) return unchanged(session);
  return {
    session: {
      ...session,
      link: {
        ...session.link,
        ping_at: world.now + PING_EVERY_MS,
        pong_until: world.now + PONG_MS_MAX,
      },
    },
    effects: [{ kind: "transmit", frame: { type: "ping" } }],
  };
}

/** Any frame proves that the line is alive, a pong most of all. */
export function heard(session: Session): Session {
  if (session.link.kind !== "live" || session.link.pong_until === null) return session;
  return { ...session, link: { ...session.link, pong_until: null } };
}

export function networkChanged(session: Session, online: boolean, world: World): Step {
  const known = { ...session, online };
  if (known.link.kind === "idle") return unchanged(known);
  if (!online) return lost(known, world);
  return known.link.kind === "live" ? ping(known, world) : dial(known, 0, world);
}

export function woken(session: Session, world: World): Step {
  return session.link.kind === "waiting" ? dial(session, 0, world) : ping(session, world);
}

/** Says where the visitor is, if the server has not heard it. Without a line the next hello does. */
export function tellPage(session: Session, world: World): Step {
  const { page, page_told, link } = session;
  if (link.kind !== "live" || page === null || page === page_told) return unchanged(session);
  return {
    session: { ...session, page_told: page },
    effects: [{ kind: "transmit", frame: { type: "page", ...pageTold(page, world) } }],
  };
}

/** The page for the server, whose clock need not be this machine's. */
export function pageTold({ url, title, visited = [] }: PageView, world: World): PageTold {
  const before = visited.map(({ at, ...page }) => ({ ...page, ago_ms: Math.max(0, world.now - at) }));
  return { url, title, visited: before };
}

export function tellContext(session: Session): Step {
  const { context, context_told, link } = session;
  if (link.kind !== "live" || context === context_told) return unchanged(session);
  return {
    session: { ...session, context_told: context },
    effects: [{ kind: "transmit", frame: { type: "context", context } }],
  };
}

/** What was said on the old line may not have arrived: marks are said again, messages sent again. */
export function withoutLine(session: Session): Session {
  return {
    ...session,
    in_flight: null,
    typing: null,
    delivered_sent: 0,
    read_sent: 0,
    marks_at: null,
  };
}
