import { useEffect, useRef, useState } from "react";
import { type Draft, loadDraft, saveDraft } from "./draft";

const SAVE_AFTER_MS = 400;

export type DraftState = "empty" | "saving" | "saved" | "not_saved";

/** The draft of one conversation, kept in this browser a moment after each change. */
export function useDraft(conversationId: string) {
  const [draft, setDraft] = useState<Draft>(() => loadDraft(localStorage, conversationId));
  const [state, setState] = useState<DraftState>(draft.reply || draft.note ? "saved" : "empty");
  const latest = useRef(draft);

  useEffect(() => {
    // Leaving the conversation must not wait for the timer.
    return () => void saveDraft(localStorage, conversationId, latest.current);
  }, [conversationId]);

  useEffect(() => {
    if (state !== "saving") return;
    const timer = setTimeout(() => {
      const saved = saveDraft(localStorage, conversationId, draft);
      setState(!draft.reply && !draft.note ? "empty" : saved ? "saved" : "not_saved");
    }, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [conversationId, draft, state]);

  const change = (patch: Partial<Draft>) => {
    latest.current = { ...latest.current, ...patch };
    setDraft(latest.current);
    setState("saving");
  };
  return { draft, state, change };
}
