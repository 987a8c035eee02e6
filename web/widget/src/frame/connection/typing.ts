import { type Session, type Step, unchanged, type World } from "./session";

/** A sign of typing is worth sending this often; the other side shows it a little longer. */
const SIGN_EVERY_MS = 3_000;
/** Words are sent this often while they change, and the last ones always. */
const WORDS_EVERY_MS = 1_000;
/** The end of what is written; the server shows no more of it. */
const WORDS_CHARACTERS_MAX = 1_000;

/** The visitor types: a sign of it, or where agents may see them, the words. */
export function typed(session: Session, text: string | null, world: World): Step {
  if (text !== null) {
    return tellTyping({ ...session, typing_unsent: text.slice(-WORDS_CHARACTERS_MAX) }, world);
  }
  if (session.link.kind !== "live" || world.now - session.typing_sent_at < SIGN_EVERY_MS) {
    return unchanged(session);
  }
  return {
    session: { ...session, typing_sent_at: world.now },
    effects: [{ kind: "transmit", frame: { type: "typing" } }],
  };
}

/** When the words are to be told, or null if there are none to tell. */
export function typingDue(session: Session): number | null {
  if (session.typing_unsent === null || session.link.kind !== "live") return null;
  return session.typing_sent_at + WORDS_EVERY_MS;
}

export function tellTyping(session: Session, world: World): Step {
  const due = typingDue(session);
  const text = session.typing_unsent;
  if (due === null || due > world.now || text === null) return unchanged(session);
  return {
    session: { ...session, typing_sent_at: world.now, typing_unsent: null },
    // Half a letter, where the end was cut off, is no text that JSON could carry.
    effects: [{ kind: "transmit", frame: { type: "typing", text: text.replace(/\p{Surrogate}/gu, "") } }],
  };
}

/** What was typed is sent now: the message itself tells of it. */
export function typingStopped(session: Session): Session {
  return session.typing_unsent === null ? session : { ...session, typing_unsent: null };
}
