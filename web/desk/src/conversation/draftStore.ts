import { ProblemError, unwrap } from "@rapport/api-client";
import { useEffect, useSyncExternalStore } from "react";
import { api } from "~/api/client";
import { desk, usePhase } from "~/socket/desk";
import {
  type Draft,
  type DraftState,
  heard,
  isEmpty,
  joined,
  loadDraft,
  noDraft,
  notSaved,
  progressOf,
  saved,
  saving,
  storeDraft,
  storedDrafts,
  typed,
} from "./draft";
import { waitingCause } from "./outboxStore";

/** So long after the last key the draft is kept. */
const SAVE_AFTER_MS = 600;
/** After a failure it is tried again so much later, and when the connection is back. */
const RETRY_AFTER_MS = 5_000;
/** A dead network may never say so. */
const ANSWERED_WITHIN_MS = 20_000;

/** Half a letter, as some keyboards and pastes leave it, is no text that JSON could carry. */
function wellFormed({ mode, reply, note }: Draft): Draft {
  const whole = (text: string) => text.replace(/\p{Surrogate}/gu, "\ufffd");
  return { mode, reply: whole(reply), note: whole(note) };
}

/** Keeps the agent's drafts: in this browser at once, and at the server for their other devices. */
class Drafts {
  #me: string | null = null;
  /** Answers to an earlier one are nobody's. */
  #session = 0;
  readonly #states = new Map<string, DraftState>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #watchers = new Set<() => void>();

  watch = (watcher: () => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  start(me: string): () => void {
    this.#me = me;
    for (const watcher of this.#watchers) watcher();
    // What could not be saved before goes out now.
    for (const id of storedDrafts(Object.keys(localStorage), me)) if (this.get(id).dirty) this.#saveIn(id, 0);
    const stop = desk.onFrame((frame) => {
      if (frame.type === "draft") this.#set(frame.conversation_id, (was) => heard(was, frame.draft));
    });
    window.addEventListener("pagehide", this.#leave);
    return () => {
      stop();
      window.removeEventListener("pagehide", this.#leave);
      for (const timer of this.#timers.values()) clearTimeout(timer);
      this.#leave();
      this.#timers.clear();
      this.#states.clear();
      this.#me = null;
      this.#session += 1;
    };
  }

  get(id: string): DraftState {
    if (this.#me === null) return noDraft;
    const known = this.#states.get(id);
    if (known) return known;
    const stored = loadDraft(localStorage, this.#me, id);
    this.#states.set(id, stored);
    return stored;
  }

  change(id: string, patch: Partial<Draft>) {
    this.#set(id, (was) => typed(was, patch));
    if (this.get(id).dirty) this.#saveIn(id, SAVE_AFTER_MS);
  }

  forgetReplaced(id: string) {
    this.#set(id, (was) => ({ ...was, replaced: null }));
  }

  /** Asks for what other devices have written. */
  async read(id: string) {
    const session = this.#session;
    try {
      const path = "/api/v1/conversations/{id}/draft";
      const { draft } = await unwrap(api.GET(path, { params: { path: { id } } }));
      if (this.#session === session) this.#set(id, (was) => heard(was, draft));
    } catch {
      // What is kept here stands until the server can be asked.
    }
  }

  /** The server can be reached again. */
  connected() {
    for (const [id, state] of this.#states) if (state.failed === "lost") this.#saveIn(id, 0);
  }

  /** A conversation was merged. What the server has of its draft it has moved itself. */
  follow(from: string, into: string) {
    const moved = this.get(from);
    this.#wait(from);
    this.#set(from, () => noDraft);
    if (!moved.dirty) return;
    this.#set(into, (was) => joined(was, moved));
    this.#saveIn(into, 0);
  }

  #set(id: string, change: (was: DraftState) => DraftState) {
    if (this.#me === null) return;
    const was = this.get(id);
    const now = change(was);
    if (now === was) return;
    this.#states.set(id, now);
    // While it is being typed the timer stores it, too.
    if (!this.#timers.has(id)) storeDraft(localStorage, this.#me, id, now);
    for (const watcher of this.#watchers) watcher();
  }

  #wait(id: string) {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  #saveIn(id: string, ms: number) {
    this.#wait(id);
    this.#timers.set(
      id,
      setTimeout(() => {
        this.#timers.delete(id);
        void this.#save(id);
      }, ms),
    );
  }

  async #save(id: string, keepalive = false) {
    const state = this.get(id);
    const me = this.#me;
    if (me === null) return;
    storeDraft(localStorage, me, id, state);
    // One at a time; what is typed meanwhile follows.
    if (state.saving || !state.dirty) return;
    this.#set(id, saving);
    try {
      const answer = await unwrap(
        api.PUT("/api/v1/conversations/{id}/draft", {
          params: { path: { id } },
          body: { ...wellFormed(state.draft), base_version: state.version },
          signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
          keepalive,
        }),
      );
      if (this.#me !== me) return;
      this.#set(id, (was) => saved(was, answer.draft, answer.replaced));
      if (this.get(id).dirty && !this.#timers.has(id)) this.#saveIn(id, SAVE_AFTER_MS);
    } catch (error) {
      if (this.#me !== me) return;
      const isLost = waitingCause(error) !== null || !(error instanceof ProblemError);
      this.#set(id, (was) => notSaved(was, isLost ? "lost" : "refused"));
      if (isLost && !this.#timers.has(id)) this.#saveIn(id, RETRY_AFTER_MS);
    }
  }

  readonly #leave = () => {
    for (const [id, state] of this.#states) if (state.dirty) void this.#save(id, true);
  };
}

export const drafts = new Drafts();

/** The draft of one conversation, and how far it is kept. */
export function useDraft(id: string) {
  const state = useSyncExternalStore(drafts.watch, () => drafts.get(id));
  const live = usePhase() === "live";
  // What was said while the line was down was not heard.
  useEffect(() => {
    if (live) void drafts.read(id);
  }, [id, live]);
  return {
    draft: state.draft,
    progress: progressOf(state),
    replaced: state.replaced,
    change: (patch: Partial<Draft>) => drafts.change(id, patch),
  };
}

/** Words that wait to be saved; null where the server knows best whether there are any. */
export function useUnsavedDraft(id: string): boolean | null {
  return useSyncExternalStore(drafts.watch, () => {
    const { dirty, draft } = drafts.get(id);
    return dirty ? !isEmpty(draft) : null;
  });
}
