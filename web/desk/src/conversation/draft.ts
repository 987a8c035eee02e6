/** What an agent has begun to write in one conversation. */
export interface Draft {
  mode: "reply" | "note";
  reply: string;
  note: string;
}

const PREFIX = "rapport.draft.";

export const emptyDraft: Draft = { mode: "reply", reply: "", note: "" };

type Storage = Pick<globalThis.Storage, "getItem" | "setItem" | "removeItem">;

export function loadDraft(storage: Storage, conversationId: string): Draft {
  const stored = storage.getItem(PREFIX + conversationId);
  if (!stored) return emptyDraft;
  try {
    return { ...emptyDraft, ...(JSON.parse(stored) as Partial<Draft>) };
  } catch {
    return emptyDraft;
  }
}

/** Keeps the draft; an empty one leaves nothing behind. False when the browser has no room for it. */
export function saveDraft(storage: Storage, conversationId: string, draft: Draft): boolean {
  try {
    if (draft.reply || draft.note) storage.setItem(PREFIX + conversationId, JSON.stringify(draft));
    else storage.removeItem(PREFIX + conversationId);
    return true;
  } catch {
    return false;
  }
}
