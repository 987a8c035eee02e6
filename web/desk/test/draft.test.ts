import type { Draft as Served } from "@rapport/api-client";
import { describe, expect, it } from "vitest";
import {
  emptyDraft,
  heard,
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
} from "~/conversation/draft";

function served(reply: string, version: number): Served {
  const updated_at = `2026-01-01T09:00:${String(version).padStart(2, "0")}Z`;
  return { conversation_id: "conversation_1", mode: "reply", reply, note: "", version, updated_at };
}

const kept = saved(saving(typed(noDraft, { reply: "Dear" })), served("Dear", 1), null);

describe("a draft", () => {
  it("says how far it is kept", () => {
    expect(progressOf(noDraft)).toBe("empty");
    const begun = typed(noDraft, { reply: "Dear" });
    expect(progressOf(begun)).toBe("saving");
    expect(progressOf(saving(begun))).toBe("saving");
    expect(progressOf(kept)).toBe("saved");
    expect(progressOf(notSaved(saving(begun), "lost"))).toBe("lost");
    expect(progressOf(typed(notSaved(saving(begun), "refused"), { reply: "D" }))).toBe("saving");
  });

  it("is not saved for a look at the other field", () => {
    expect(typed(noDraft, { mode: "note" }).dirty).toBe(false);
    expect(typed(kept, { mode: "note" }).dirty).toBe(true);
  });

  it("goes on being saved where more was typed meanwhile", () => {
    const more = typed(saving(typed(noDraft, { reply: "De" })), { reply: "Dear" });
    const now = saved(more, served("De", 1), null);
    expect(now).toMatchObject({ dirty: true, version: 1, draft: { reply: "Dear" } });
  });

  it("comes from another device, unless something is being written here", () => {
    expect(heard(kept, served("Dear Kim", 2)).draft.reply).toBe("Dear Kim");
    expect(heard(kept, null)).toMatchObject({ draft: emptyDraft, version: 0 });
    const writing = typed(kept, { reply: "Hello" });
    expect(heard(writing, served("Dear Kim", 2))).toBe(writing);
    expect(heard(saving(writing), null).draft.reply).toBe("Hello");
  });

  it("does not fall back to an older word that comes late", () => {
    const now = heard(kept, served("Dear Kim", 3));
    expect(heard(now, served("Dear", 2))).toBe(now);
  });

  it("keeps what it overwrote on another device until that is looked at", () => {
    const now = saved(saving(typed(kept, { reply: "Hello" })), served("Hello", 3), served("Dear Kim", 2));
    expect(now.replaced?.reply).toBe("Dear Kim");
    const later = saved(saving(typed(now, { reply: "Hello!" })), served("Hello!", 4), null);
    expect(later.replaced?.reply).toBe("Dear Kim");
  });

  it("goes on behind the other's where conversations were merged", () => {
    const other = typed(noDraft, { mode: "note", reply: "Hello", note: "call" });
    const both = joined(kept, other);
    expect(both.draft).toEqual({ mode: "note", reply: "Dear\n\nHello", note: "call" });
    expect(both.dirty).toBe(true);
  });
});

describe("drafts in this browser", () => {
  function storage() {
    const map = new Map<string, string>();
    return {
      map,
      getItem: (key: string) => map.get(key) ?? null,
      setItem: (key: string, value: string) => void map.set(key, value),
      removeItem: (key: string) => void map.delete(key),
    };
  }

  it("are each agent's own", () => {
    const browser = storage();
    const unsaved = typed(kept, { reply: "Hello" });
    storeDraft(browser, "agent_me", "a", unsaved);
    expect(loadDraft(browser, "agent_me", "a")).toEqual(unsaved);
    expect(loadDraft(browser, "agent_other", "a")).toEqual(noDraft);
    expect(storedDrafts([...browser.map.keys()], "agent_me")).toEqual(["a"]);
    expect(storedDrafts([...browser.map.keys()], "agent_other")).toEqual([]);
  });

  it("leave nothing behind when they are empty, and survive rubbish", () => {
    const browser = storage();
    storeDraft(browser, "agent_me", "a", kept);
    const cleared = typed(kept, { reply: "" });
    storeDraft(browser, "agent_me", "a", cleared);
    expect(loadDraft(browser, "agent_me", "a").dirty).toBe(true);
    storeDraft(browser, "agent_me", "a", saved(saving(cleared), null, null));
    expect(browser.map.size).toBe(0);
    browser.map.set("rapport.draft.2.agent_me.a", "{");
    expect(loadDraft(browser, "agent_me", "a")).toEqual(noDraft);
  });

  it("say so when the browser has no room", () => {
    const full = {
      ...storage(),
      setItem: () => {
        throw new Error("QuotaExceededError");
      },
    };
    expect(storeDraft(full, "agent_me", "a", kept)).toBe(false);
  });
});
