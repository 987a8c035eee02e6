import { tellAddress, visitorKnown } from "./address";
import { heard, live, lost, tellContext, tellPage } from "./link";
import { noteMarks } from "./marks";
import { pump, refused, settle } from "./outbox";
import { settleRating, tellRating } from "./rating";
import { refusedReturn, settled } from "./returning";
import { andThen, type Session, type Step, unchanged, type World } from "./session";
import { advance, isFromAgent, merge, START } from "./timeline";
import type { ServerFrame, VisitorConversation, VisitorEntry } from "./wire";

/** After this long without another sign the other side has stopped typing. */
const TYPING_MS = 6_000;

export function receive(session: Session, frame: ServerFrame, world: World): Step {
  const alive = heard(session);
  switch (frame.type) {
    case "welcome":
      return welcomed(alive, frame, world);
    case "ack": {
      const entry = { client_id: frame.client_id, ...placed(alive, frame.entry) };
      // No advance of the cursor: an ack may overtake older entries that are still on their way.
      return added(alive, entry, world);
    }
    case "entry": {
      const entry = placed(alive, frame.entry);
      const cursor = advance(alive.cursor, entry.conversation_id ?? "", entry.seq);
      return added({ ...alive, cursor }, entry, world);
    }
    case "refused": {
      const { client_id, detail, code } = frame;
      // Not of a message: the page said something that cannot be taken.
      if (client_id === null) {
        const heard = refusedReturn(alive, code);
        const session = code === "address_invalid" ? { ...heard, address: null } : heard;
        return { session, effects: [{ kind: "warn", detail }] };
      }
      return andThen(refused(alive, { ...frame, client_id }, world), (next) => pump(next, world));
    }
    case "state":
      return unchanged(noteMarks(settleRating(entered(alive, frame.conversation)), world));
    case "visitor":
      return unchanged(visitorKnown(alive, frame.visitor));
    case "typing":
      return unchanged({
        ...alive,
        typing: { name: frame.by.name, until: world.now + TYPING_MS },
      });
    case "resync":
      return lost({ ...alive, replace: true, cursor: START }, world);
    case "pong":
      return unchanged(alive);
  }
}

function welcomed(session: Session, frame: Extract<ServerFrame, { type: "welcome" }>, world: World): Step {
  const { conversation } = frame;
  const current = conversation?.id ?? null;
  // Another token and another conversation: the server no longer knows whom we were talking as.
  const same = current !== null && current === session.conversation?.id;
  const stranger = session.token !== null && session.token !== frame.token && !same;
  // A truncated answer leaves a hole between what is held and what came: start anew.
  const anew = session.replace || stranger || frame.truncated === true;
  const held = entered(session, conversation);
  const incoming = frame.entries.map((entry) => placed(held, entry));
  let cursor = anew ? START : session.cursor;
  for (const entry of incoming) {
    if (entry.conversation_id === current) cursor = advance(cursor, entry.conversation_id ?? "", entry.seq);
  }
  const next: Session = {
    ...live(settled(visitorKnown(held, frame.visitor)), world),
    greeted: true,
    token: frame.token,
    entries: merge(anew ? [] : session.entries, incoming),
    truncated: frame.truncated === true || (session.truncated && !anew),
    cursor,
    replace: false,
  };
  const calm = andThen(settle(next, incoming), (next) => pump(noteMarks(next, world), world));
  // The visitor may have moved on, and the page said more, between our hello and this answer.
  const told = andThen(calm, (next) => tellPage(next, world));
  const step = [tellContext, tellRating, tellAddress].reduce(andThen, told);
  if (frame.token === session.token) return step;
  return { ...step, effects: [{ kind: "keep_token", token: frame.token }, ...step.effects] };
}

function added(session: Session, entry: VisitorEntry, world: World): Step {
  const typing = isFromAgent(entry) ? null : session.typing;
  const next = { ...session, typing, entries: merge(session.entries, [entry]) };
  return andThen(settle(next, [entry]), (settled) => pump(noteMarks(settled, world), world));
}

/** Read marks count within one conversation, so a new one starts at nothing. */
function entered(session: Session, conversation: VisitorConversation | null): Session {
  if (conversation?.id === session.conversation?.id) return { ...session, conversation };
  return { ...session, conversation, read_seq: 0, read_sent: 0, delivered_sent: 0 };
}

/** Every entry knows its conversation from here on. */
function placed(session: Session, entry: VisitorEntry): VisitorEntry {
  return entry.conversation_id !== undefined
    ? entry
    : { ...entry, conversation_id: session.conversation?.id ?? "" };
}
