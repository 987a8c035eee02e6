import type { Conversation, Entry } from "@rapport/api-client";
import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { applyFrame } from "~/cache/apply";
import { addEntry, hasGap, patchEntries } from "~/cache/entries";
import { isMine, patchMine } from "~/cache/interactions";
import { type Pages, patchList } from "~/cache/lists";
import type { DeskEvent } from "~/socket/frames";
import { conversation, interaction, ME, me, message } from "./records";

function pages<T>(...parts: T[][]): Pages<T> {
  return {
    pages: parts.map((items, index) => ({
      items,
      next_cursor: index < parts.length - 1 ? String(index) : null,
    })),
    pageParams: parts.map(() => undefined),
  };
}
const ids = (data: Pages<Conversation>) => data.pages.map((page) => page.items.map((item) => item.id));
const at = (minute: number) => `2026-01-01T10:${String(minute).padStart(2, "0")}:00Z`;
const mine = { view: "mine", status: "open" } as const;

describe("conversation lists", () => {
  const old = conversation({ id: "a", last_seq: 1 });
  const newer = conversation({ id: "b", last_seq: 5 });

  it("moves a conversation to the top when something happens in it", () => {
    const moved = { ...old, version: 2, last_seq: 9 };
    expect(ids(patchList(pages([newer], [old]), moved, mine, ME))).toEqual([["a", "b"], []]);
  });

  it("takes out what no longer belongs, and lets in what now does", () => {
    const resolved: Conversation = { ...old, version: 2, status: "resolved" };
    expect(ids(patchList(pages([newer, old]), resolved, mine, ME))).toEqual([["b"]]);
    const given = conversation({ id: "c", last_seq: 3 });
    expect(ids(patchList(pages([newer, old]), given, mine, ME))).toEqual([["b", "c", "a"]]);
    expect(ids(patchList(pages([newer]), { ...given, assignee_id: null }, mine, ME))).toEqual([["b"]]);
  });

  it("ignores an event that is older than what a POST has already answered", () => {
    const list = pages([{ ...old, version: 5, status: "open" as const }]);
    expect(patchList(list, { ...old, version: 4, status: "resolved" }, mine, ME)).toBe(list);
  });

  it("leaves to its own page what is older than everything loaded", () => {
    const list = { ...pages([newer]), pages: [{ items: [newer], next_cursor: "more" }] };
    expect(ids(patchList(list, old, mine, ME))).toEqual([["b"]]);
  });

  it("lists those with a tag while they bear it", () => {
    const filter = { view: "all", status: "open", tag: "tag_1" } as const;
    const tagged: Conversation = { ...old, version: 2, tag_ids: ["tag_2", "tag_1"] };
    expect(ids(patchList(pages<Conversation>([]), tagged, filter, ME))).toEqual([["a"]]);
    expect(ids(patchList(pages([tagged]), { ...old, version: 3 }, filter, ME))).toEqual([[]]);
  });

  it("takes out what became a part of another", () => {
    const resolved = { view: "all", status: "resolved" } as const;
    const merged: Conversation = { ...old, version: 2, status: "resolved", merged_into_id: "b" };
    expect(ids(patchList(pages([newer, old]), merged, mine, ME))).toEqual([["b"]]);
    expect(ids(patchList(pages<Conversation>([]), merged, resolved, ME))).toEqual([[]]);
  });

  it("knows queues by their id", () => {
    const filter = { view: "queue_1", status: "open" } as const;
    expect(ids(patchList(pages<Conversation>([]), old, filter, ME))).toEqual([["a"]]);
  });
});

describe("entries", () => {
  const seqs = (data: Pages<Entry>) => data.pages.flatMap((page) => page.items.map((entry) => entry.seq));

  it("puts an entry at its place, whenever it comes", () => {
    const data = pages<Entry>([message(5), message(3)], [message(2)]);
    expect(seqs(patchEntries(data, message(6)))).toEqual([6, 5, 3, 2]);
    expect(seqs(patchEntries(data, message(4)))).toEqual([5, 4, 3, 2]);
    expect(seqs(patchEntries(data, message(1)))).toEqual([5, 3, 2, 1]);
  });

  it("holds the same entry once, in its latest form", () => {
    const sent = message(5, { delivery: { state: "sent", reason: null } });
    const data = patchEntries(patchEntries(pages<Entry>([]), message(5)), sent);
    expect(data.pages[0]?.items).toEqual([sent]);
  });

  it("keeps what an event has told of an entry before the answer of its POST came", () => {
    const queued = message(5, { delivery: { state: "queued", reason: null } });
    const failed = message(5, { delivery: { state: "failed", reason: "410 Gone" } });
    const told = patchEntries(pages<Entry>([message(3)]), failed);
    expect(addEntry(told, queued).pages[0]?.items).toEqual([failed, message(3)]);
    expect(seqs(addEntry(pages<Entry>([message(3)]), queued))).toEqual([5, 3]);
  });

  it("notices that something never arrived", () => {
    expect(hasGap(pages<Entry>([message(5)]), 7)).toBe(true);
    expect(hasGap(pages<Entry>([message(5)]), 5)).toBe(false);
  });
});

describe("my interactions", () => {
  const offered = interaction({ version: 2, state: { kind: "offered", to: [ME], until: at(1) } });

  it("come with an offer and go when someone else takes it", () => {
    const list = patchMine([], offered, conversation(), ME);
    expect(list.map((item) => item.id)).toEqual(["interaction_1"]);
    const taken = interaction({ version: 3, state: { kind: "active", agent_id: "agent_x", since: at(1) } });
    expect(patchMine(list, taken, conversation(), ME)).toEqual([]);
    expect(patchMine(list, interaction({ version: 1 }), conversation(), ME)).toBe(list);
  });

  it("are mine while offered, active or in wrap-up", () => {
    expect(isMine(offered, ME)).toBe(true);
    expect(isMine(interaction({ state: { kind: "wrap_up", agent_id: ME, until: at(1) } }), ME)).toBe(true);
    expect(isMine(interaction(), ME)).toBe(false);
  });
});

describe("frames", () => {
  it("bring a message into the timeline, the list and the conversation", () => {
    const client = new QueryClient();
    const before = conversation();
    client.setQueryData(["conversation", before.id], before);
    client.setQueryData(["conversations", mine], pages([before]));
    client.setQueryData(["entries", before.id], pages<Entry>([message(1)]));
    const after = conversation({ version: 2, last_seq: 2, unread: 1, updated_at: at(2) });
    const event = { seq: 9, version: 2, type: "message.created", at: at(2), actor: me } as const;
    applyFrame(
      client,
      {
        type: "event",
        event: { ...event, data: { conversation: after, entry: message(2) } } satisfies DeskEvent,
      },
      ME,
    );
    expect(client.getQueryData(["conversation", before.id])).toEqual(after);
    expect(client.getQueryData<Pages<Conversation>>(["conversations", mine])?.pages[0]?.items).toEqual([
      after,
    ]);
    expect(client.getQueryData<Pages<Entry>>(["entries", before.id])?.pages[0]?.items).toHaveLength(2);
    expect(client.getQueryState(["entries", before.id])?.isInvalidated).toBe(false);
  });

  it("bring the organisation's new name to everybody who is signed in", () => {
    const client = new QueryClient();
    client.setQueryData(["session"], { agent: { id: ME }, organisation: { name: "Bags", version: 1 } });
    const event = { seq: 9, version: null, type: "organisation.updated", at: at(2), actor: me } as const;
    applyFrame(
      client,
      { type: "event", event: { ...event, data: { name: "Bags & Straps", version: 2 } } },
      ME,
    );
    expect(client.getQueryData(["session"])).toEqual({
      agent: { id: ME },
      organisation: { name: "Bags & Straps", version: 2 },
    });
  });

  it("keep who is online, and ask again for what was read before a topic was heard", () => {
    const client = new QueryClient();
    client.setQueryData(["conversation", "conversation_1"], conversation());
    applyFrame(client, { type: "online", conversation_id: "conversation_1", online: false }, ME);
    expect(client.getQueryData(["conversation", "conversation_1"])).toMatchObject({ contact_online: false });
    applyFrame(client, { type: "subscribed", topics: ["conversation:conversation_1"] }, ME);
    expect(client.getQueryState(["conversation", "conversation_1"])?.isInvalidated).toBe(true);
  });
});
