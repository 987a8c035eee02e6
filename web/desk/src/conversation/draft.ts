import type { Draft as Served } from "@rapport/api-client";

/** What an agent has begun to write in one conversation. */
export interface Draft {
  mode: "reply" | "note";
  reply: string;
  note: string;
}

export const emptyDraft: Draft = { mode: "reply", reply: "", note: "" };

/** A draft on its way between this page and the server, which has it for all devices of the agent. */
export interface DraftState {
  draft: Draft;
  /** The server's version that it continues; 0 for none. */
  version: number;
  /** When the server took that version. */
  savedAt: string | null;
  /** Holds words that the server does not have. */
  dirty: boolean;
  /** What is being saved now. */
  saving: Draft | null;
  /** Why the last attempt failed: nobody answered, or the server refuses these words. */
  failed: "lost" | "refused" | null;
  /** What another device of the agent had written at the same time, and was overwritten. */
  replaced: Draft | null;
}

export const noDraft: DraftState = {
  draft: emptyDraft,
  version: 0,
  savedAt: null,
  dirty: false,
  saving: null,
  failed: null,
  replaced: null,
};

export const isEmpty = ({ reply, note }: Draft): boolean => reply === "" && note === "";

const sameDraft = (a: Draft, b: Draft): boolean =>
  a.mode === b.mode && a.reply === b.reply && a.note === b.note;

export function typed(state: DraftState, patch: Partial<Draft>): DraftState {
  const draft = { ...state.draft, ...patch };
  // To look at the other field of an empty draft is nothing to keep.
  const dirty = state.dirty || (!sameDraft(draft, state.draft) && !(isEmpty(draft) && isEmpty(state.draft)));
  return { ...state, draft, dirty, failed: null };
}

/** What the server has now, by another device or by a reading. What is being written here is later. */
export function heard(state: DraftState, served: Served | null): DraftState {
  if (state.dirty || state.saving) return state;
  if (served === null) return { ...noDraft, draft: { ...emptyDraft, mode: state.draft.mode } };
  if (state.savedAt !== null && Date.parse(served.updated_at) < Date.parse(state.savedAt)) return state;
  const { mode, reply, note, version, updated_at } = served;
  return { ...state, draft: { mode, reply, note }, version, savedAt: updated_at };
}

export const saving = (state: DraftState): DraftState => ({ ...state, saving: state.draft });

export function saved(state: DraftState, served: Served | null, replaced: Served | null): DraftState {
  return {
    ...state,
    version: served?.version ?? 0,
    savedAt: served?.updated_at ?? null,
    dirty: state.saving === null || !sameDraft(state.saving, state.draft),
    saving: null,
    failed: null,
    replaced: replaced ?? state.replaced,
  };
}

export const notSaved = (state: DraftState, failed: "lost" | "refused"): DraftState => ({
  ...state,
  saving: null,
  failed,
});

/** What was begun in a conversation that became a part of another goes on behind what was begun there. */
export function joined(into: DraftState, from: DraftState): DraftState {
  const both = (mode: "reply" | "note") =>
    [into.draft[mode], from.draft[mode]].filter((text) => text !== "").join("\n\n");
  return typed(into, { mode: from.draft.mode, reply: both("reply"), note: both("note") });
}

export type DraftProgress = "empty" | "saving" | "saved" | "lost" | "refused";

export function progressOf({ draft, dirty, saving, failed }: DraftState): DraftProgress {
  if (failed) return failed;
  if (isEmpty(draft)) return "empty";
  return dirty || saving ? "saving" : "saved";
}

type Storage = Pick<globalThis.Storage, "getItem" | "setItem" | "removeItem">;

/** A new name with every change of what is kept, so that an older shape is not read. */
const PREFIX = "rapport.draft.2.";

const keyOf = (me: string, conversationId: string) => `${PREFIX}${me}.${conversationId}`;

type Kept = Pick<DraftState, "draft" | "version" | "savedAt" | "dirty">;

/** What this browser has kept, for when the server cannot be asked. */
export function loadDraft(storage: Storage, me: string, conversationId: string): DraftState {
  const stored = storage.getItem(keyOf(me, conversationId));
  if (!stored) return noDraft;
  try {
    return { ...noDraft, ...(JSON.parse(stored) as Kept) };
  } catch {
    return noDraft;
  }
}

/** An empty one that is saved leaves nothing behind. False when the browser has no room for it. */
export function storeDraft(storage: Storage, me: string, conversationId: string, state: DraftState): boolean {
  const key = keyOf(me, conversationId);
  const { draft, version, savedAt, dirty } = state;
  try {
    if (isEmpty(draft) && !dirty) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify({ draft, version, savedAt, dirty } satisfies Kept));
    return true;
  } catch {
    return false;
  }
}

/** The conversations of which this browser keeps something. */
export function storedDrafts(keys: readonly string[], me: string): string[] {
  const prefix = keyOf(me, "");
  return keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
}
