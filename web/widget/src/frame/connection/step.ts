import { giveAddress } from "./address";
import { forget, identify } from "./identity";
import { dial, lost, networkChanged, pageTold, ping, tellContext, tellPage, woken } from "./link";
import { noteMarks, sendMarks } from "./marks";
import { adopt, discard, pump, retry, write } from "./outbox";
import { rate } from "./rating";
import { receive } from "./receive";
import { asked, offered } from "./returning";
import { andThen, type Input, type Session, type Step, unchanged, type World } from "./session";
import { tellTyping, typed, typingDue, typingStopped } from "./typing";

/** The whole of the connection's behaviour: no clock, no socket, no storage. */
export function step(session: Session, input: Input, world: World): Step {
  switch (input.kind) {
    case "connect":
      return session.link.kind === "idle" ? dial(session, 0, world) : unchanged(session);
    case "opened":
      return hello(adopt(session, input.outbox), world);
    case "closed":
      return lost(session, world);
    case "frame":
      return receive(session, input.frame, world);
    case "tick":
      return tick(session, world);
    case "network":
      return networkChanged(session, input.online, world);
    case "wake":
      return woken(session, world);
    case "write":
      return andThen(write(typingStopped(session), input, world), (next) => pump(next, world));
    case "retry":
      return andThen(retry(session, input.client_id, input.answers), (next) => pump(next, world));
    case "discard":
      return discard(session, input.client_id);
    case "typing":
      return typed(session, input.text, world);
    case "page":
      return tellPage({ ...session, page: input.page }, world);
    case "context":
      return tellContext({ ...session, context: input.context });
    case "identity":
      return identify(session, input, world);
    case "forget":
      return forget(session, world);
    case "return_offered":
      return offered(session, input.token);
    case "return_asked":
      return asked(session, input.nonce, world);
    case "return_closed":
      return unchanged({ ...session, returning: null });
    case "invited":
      return unchanged({
        ...session,
        invitation: { ...input.invitation, at: new Date(world.now).toISOString() },
      });
    case "address":
      return giveAddress(session, input.address);
    case "rate":
      return rate(session, input.rating);
    case "held_out":
      return unchanged({ ...session, held_out: [...new Set([...session.held_out, ...input.rule_ids])] });
    case "reading":
      return unchanged(noteMarks({ ...session, reading: input.reading }, world));
  }
}

/** When `tick` must be called next, or null if nothing is due. */
export function nextDeadline(session: Session): number | null {
  const { link, marks_at, typing, hold_until } = session;
  const due = [marks_at, typing?.until ?? null, hold_until, typingDue(session)];
  if (link.kind === "connecting" || link.kind === "waiting") due.push(link.until);
  if (link.kind === "live") due.push(link.pong_until ?? link.ping_at);
  const times = due.filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
}

function tick(session: Session, world: World): Step {
  const { now } = world;
  const { link } = session;
  if (link.kind === "waiting" && link.until <= now) return dial(session, link.attempt, world);
  if (link.kind === "connecting" && link.until <= now) return lost(session, world);
  if (link.kind === "live" && link.pong_until !== null && link.pong_until <= now) {
    return lost(session, world);
  }
  let next = unchanged(
    session.typing && session.typing.until <= now ? { ...session, typing: null } : session,
  );
  if (session.marks_at !== null && session.marks_at <= now) next = andThen(next, sendMarks);
  next = andThen(next, (still) => tellTyping(still, world));
  if (session.hold_until !== null && session.hold_until <= now) {
    next = andThen(next, (held) => pump({ ...held, hold_until: null }, world));
  }
  if (link.kind === "live" && link.ping_at <= now) next = andThen(next, (idle) => ping(idle, world));
  return next;
}

function hello(session: Session, world: World): Step {
  const { token, language, context, identity, returning, cursor } = session;
  const page = session.page && pageTold(session.page, world);
  const return_link = returning?.kind === "asked" ? { token: returning.token, nonce: returning.nonce } : null;
  return {
    session: { ...session, page_told: session.page, context_told: context },
    effects: [
      {
        kind: "transmit",
        frame: { type: "hello", token, identity, return_link, language, page, context, ...cursor },
      },
    ],
  };
}
