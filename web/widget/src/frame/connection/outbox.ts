import type { Answers } from "../pre_chat/field";
import { type Effect, type Pending, type Session, type Step, unchanged, type World } from "./session";
import type { ClientFrame, VisitorEntry } from "./wire";

/** When the server says "too fast" without saying for how long. */
const HOLD_MS = 5_000;

type Written = Pick<Pending, "client_id" | "text" | "attachments" | "answers">;

export function write(
  session: Session,
  { client_id, text, attachments = [], answers = {} }: Written,
  world: World,
): Step {
  const at = new Date(world.now).toISOString();
  const words: Pending = { client_id, text: wellFormed(text), at, refusal: null };
  const pending = {
    ...words,
    ...(attachments.length > 0 && { attachments }),
    ...(Object.keys(answers).length > 0 && { answers }),
  };
  return {
    session: { ...session, outbox: [...session.outbox, pending] },
    effects: [{ kind: "keep_pending", pending }],
  };
}

/** Half a letter, as some keyboards and pastes leave it, is no text that JSON could carry. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

/** Sends the next message if the line is free. */
export function pump(session: Session, world: World): Step {
  if (session.link.kind !== "live" || session.in_flight !== null) return unchanged(session);
  if (session.hold_until !== null && session.hold_until > world.now) return unchanged(session);
  const next = session.outbox.find((pending) => pending.refusal === null);
  if (!next) return unchanged({ ...session, hold_until: null });
  return {
    session: { ...session, in_flight: next.client_id, hold_until: null },
    effects: [
      {
        kind: "transmit",
        frame: messageOf(session, next),
      },
    ],
  };
}

function messageOf(session: Session, { client_id, text, attachments = [], answers }: Pending): ClientFrame {
  const { conversation, invitation, held_out } = session;
  // What rules had to do with it counts for the message that begins a conversation.
  const began = conversation === null && {
    ...(invitation && { proactive_rule_id: invitation.rule_id }),
    ...(held_out.length > 0 && { held_out_rule_ids: held_out }),
  };
  const message = { type: "message" as const, client_id, text, ...began, ...(answers && { answers }) };
  if (attachments.length === 0) return message;
  return { ...message, attachment_ids: attachments.map(({ id }) => id) };
}

/** Drops from the outbox whatever these entries show to be stored. */
export function settle(session: Session, entries: readonly VisitorEntry[]): Step {
  const stored = new Set(entries.map((entry) => entry.client_id).filter(Boolean));
  const settled = session.outbox.filter((pending) => stored.has(pending.client_id));
  if (settled.length === 0) return unchanged(session);
  return {
    session: {
      ...session,
      outbox: session.outbox.filter((pending) => !stored.has(pending.client_id)),
      in_flight: stored.has(session.in_flight ?? "") ? null : session.in_flight,
    },
    effects: settled.map(({ client_id }) => ({ kind: "forget_pending", client_id })),
  };
}

export function refused(
  session: Session,
  refusal: { client_id: string; code: string; retry_after_ms?: number },
  world: World,
): Step {
  const free = { ...session, in_flight: null };
  if (refusal.code === "rate_limited") {
    // The message stays first in line; nothing overtakes it and the visitor need not do anything.
    const wait = refusal.retry_after_ms ?? HOLD_MS;
    return unchanged({ ...free, hold_until: world.now + wait });
  }
  return change(free, refusal.client_id, { refusal: { code: refusal.code } });
}

/** Sends it again, with these answers if it is given any. */
export function retry(session: Session, clientId: string, answers?: Answers): Step {
  return change(session, clientId, { refusal: null, ...(answers && { answers }) });
}

export function discard(session: Session, clientId: string): Step {
  return {
    session: {
      ...session,
      outbox: session.outbox.filter((pending) => pending.client_id !== clientId),
    },
    effects: [{ kind: "forget_pending", client_id: clientId }],
  };
}

/** Takes in what storage holds and this tab does not: unsent messages of a closed tab. */
export function adopt(session: Session, kept: readonly Pending[]): Session {
  const known = new Set(session.outbox.map((pending) => pending.client_id));
  const found = kept.filter((pending) => !known.has(pending.client_id));
  return found.length === 0 ? session : { ...session, outbox: [...session.outbox, ...found] };
}

function change(
  session: Session,
  clientId: string,
  to: Pick<Pending, "refusal"> & Partial<Pick<Pending, "answers">>,
): Step {
  const effects: Effect[] = [];
  const outbox = session.outbox.map((pending) => {
    if (pending.client_id !== clientId) return pending;
    const changed = { ...pending, ...to };
    effects.push({ kind: "keep_pending", pending: changed });
    return changed;
  });
  return { session: { ...session, outbox }, effects };
}
