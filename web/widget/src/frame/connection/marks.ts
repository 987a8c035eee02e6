import { type Effect, type Session, type Step, unchanged, type World } from "./session";
import { isFromAgent, newestFromAgent } from "./timeline";

/** One mark for a burst of messages. */
export const MARKS_DEBOUNCE_MS = 300;

/** Takes note of what arrived and what is being read; the marks leave a moment later. */
export function noteMarks(session: Session, world: World): Session {
  const { conversation } = session;
  if (!conversation) return session;
  const newest = newestFromAgent(session.entries, conversation.id);
  const read_seq = session.reading ? Math.max(session.read_seq, newest) : session.read_seq;
  const due = newest > session.delivered_sent || read_seq > session.read_sent;
  const marks_at = due ? (session.marks_at ?? world.now + MARKS_DEBOUNCE_MS) : null;
  return { ...session, read_seq, marks_at };
}

/** Sends the marks that are due. Without a line they wait for the next welcome. */
export function sendMarks(session: Session): Step {
  const { conversation, link } = session;
  if (!conversation || link.kind !== "live") return unchanged({ ...session, marks_at: null });
  const newest = newestFromAgent(session.entries, conversation.id);
  const effects: Effect[] = [];
  if (newest > session.delivered_sent) {
    effects.push({ kind: "transmit", frame: { type: "delivered", up_to_seq: newest } });
  }
  if (session.read_seq > session.read_sent) {
    effects.push({ kind: "transmit", frame: { type: "read", up_to_seq: session.read_seq } });
  }
  const delivered_sent = Math.max(session.delivered_sent, newest);
  return {
    session: { ...session, delivered_sent, read_sent: session.read_seq, marks_at: null },
    effects,
  };
}

/** Messages of the current conversation that the visitor has not read, in this tab or another. */
export function unreadCount(session: Session): number {
  const { conversation } = session;
  if (!conversation) return 0;
  const read = Math.max(session.read_seq, conversation.contact_read_seq ?? 0);
  return session.entries.filter(
    (entry) => isFromAgent(entry) && entry.conversation_id === conversation.id && entry.seq > read,
  ).length;
}
