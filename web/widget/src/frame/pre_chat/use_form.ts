import { useEffect, useState } from "preact/hooks";
import type { Session } from "../connection/session";
import type { Inbox } from "../inbox";
import { ASKED } from "../storage/names";
import type { Store } from "../storage/store";
import { type Answers, type Field, fieldsToAsk, given, personalKeys, problemOf } from "./field";

const DRAFT = "draft-form";

export interface Form {
  /** What is left to ask; none once the conversation has begun. */
  fields: readonly Field[];
  answers: Answers;
  /** The visitor has tried to send: what is wrong is shown. */
  tried: boolean;
  /** Grows each time something is wrong: the focus goes there. */
  refusals: number;
  change(key: string, answer: string): void;
  /** The answers that go with the message; null while something is wrong with them. */
  take(): Answers | null;
}

/** Keeps the answers over a reload until the conversation has begun. */
export function useForm(inbox: Inbox, session: Session, store: Store): Form {
  const { conversation, outbox, visitor, context, greeted, token, identity } = session;
  const refused = outbox.find((pending) => pending.refusal?.code === "answers_invalid");
  const [answers, setAnswers] = useState<Answers>(() => parse(store.get(DRAFT)) ?? refused?.answers ?? {});
  const [tried, setTried] = useState(refused !== undefined);
  const [refusals, setRefusals] = useState(0);
  const [before, setBefore] = useState<readonly string[]>(() => parseKeys(store.get(ASKED)));
  // Of somebody who was here before, or who is named, the server says first what is known.
  const sure = greeted || (token === null && identity === null);
  const begins = conversation === null && sure && (outbox.length === 0 || refused !== undefined);
  const fields = begins ? fieldsToAsk(inbox.pre_chat ?? [], { visitor, context, before }) : [];

  const begun = conversation !== null;
  useEffect(() => {
    if (begun) store.remove(DRAFT);
  }, [begun, store]);

  return {
    fields,
    answers,
    tried,
    refusals,
    change(key, answer) {
      const next = { ...answers, [key]: answer };
      setAnswers(next);
      store.set(DRAFT, JSON.stringify(next));
    },
    take() {
      if (fields.some((field) => problemOf(field, answers[field.key] ?? "") !== null)) {
        setTried(true);
        setRefusals(refusals + 1);
        return null;
      }
      const keys = [...new Set([...before, ...personalKeys(fields)])];
      if (keys.length > before.length) {
        store.set(ASKED, JSON.stringify(keys));
        setBefore(keys);
      }
      return given(fields, answers);
    },
  };
}

function parse(text: string | null): Answers | null {
  try {
    const kept = JSON.parse(text ?? "null") as unknown;
    if (typeof kept !== "object" || kept === null || Array.isArray(kept)) return null;
    return Object.fromEntries(Object.entries(kept).filter(([, answer]) => typeof answer === "string"));
  } catch {
    return null;
  }
}

function parseKeys(text: string | null): string[] {
  try {
    const kept = JSON.parse(text ?? "[]") as unknown;
    return Array.isArray(kept) ? kept.filter((key) => typeof key === "string") : [];
  } catch {
    return [];
  }
}
