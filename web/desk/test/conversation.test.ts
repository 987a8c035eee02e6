import type { CannedReply, Entry, Queue } from "@rapport/api-client";
import { describe, expect, it } from "vitest";
import { filled, gapIn, rankReplies } from "~/conversation/cannedReplies";
import { mentionedIn, partsOf, rankAgents } from "~/conversation/mentions";
import type { Pending } from "~/conversation/outbox";
import { lastReceiptOf } from "~/conversation/receipt";
import { blocksOf, stillMerged } from "~/conversation/timeline";
import { replaceToken, tokenAt } from "~/conversation/token";
import { waitingOf } from "~/conversation/waiting";
import { conversation, customer, happened, interaction, ME, me, message, pending } from "./records";

describe("timeline", () => {
  const dayOf = (at: string) => at.slice(0, 10);
  const keyOf = ({ id }: { id: string }) => id;
  const shape = (entries: Parameters<typeof blocksOf>[0]["entries"], items: Pending[] = []) =>
    blocksOf({ entries, pending: items, me, keyOf, dayOf }).map((block) =>
      block.kind === "turn" ? block.items.map((item) => item.key) : block.kind,
    );

  it("groups one author's messages that are close together", () => {
    const entries = [message(1), message(2), message(20), message(21, { author: me })];
    expect(shape(entries)).toEqual(["day", ["entry_1", "entry_2"], ["entry_20"], ["entry_21"]]);
  });

  it("divides days and folds events", () => {
    const entries = [
      happened(1, "conversation.started"),
      happened(2, "conversation.resolved"),
      message(3),
      message(4, { at: "2026-01-02T08:00:00Z" }),
    ];
    expect(shape(entries)).toEqual(["day", "events", ["entry_3"], "day", ["entry_4"]]);
  });

  it("offers to split off what is still a part, once", () => {
    const merging = (seq: number, type: "conversation.absorbed" | "conversation.released", id: string) =>
      ({ ...happened(seq, "conversation.started"), event: { type, conversation_id: id } }) as Entry;
    const entries = [
      merging(1, "conversation.absorbed", "a"),
      merging(2, "conversation.absorbed", "b"),
      merging(3, "conversation.released", "a"),
      merging(4, "conversation.released", "b"),
      merging(5, "conversation.absorbed", "b"),
    ];
    expect([...stillMerged(entries)]).toEqual(["entry_5"]);
  });

  it("says when the channel changes, not when it begins", () => {
    const entries = [message(1), message(2, { channel: "email" })];
    expect(shape(entries)).toEqual(["day", ["entry_1"], "channel", ["entry_2"]]);
  });

  it("shows a pending message until its entry is there, and never both", () => {
    const mineNow = message(2, { author: me });
    expect(shape([message(1)], [pending()])).toEqual(["day", ["entry_1"], ["key_1"]]);
    expect(shape([message(1), mineNow], [pending({ entry_id: "entry_2" })])).toEqual([
      "day",
      ["entry_1"],
      ["entry_2"],
    ]);
  });

  it("keeps notes apart from messages", () => {
    const { delivery: _, ...rest } = message(2, { author: me });
    expect(shape([message(1, { author: me }), { ...rest, kind: "note" }])).toEqual([
      "day",
      ["entry_1"],
      ["entry_2"],
    ]);
  });
});

describe("receipts", () => {
  it("say how far the newest of our messages got", () => {
    const entries = [message(1, { author: me }), message(2, { author: me }), message(3)];
    const seqs = (contact_delivered_seq: number, contact_read_seq: number) =>
      lastReceiptOf(entries, { contact_delivered_seq, contact_read_seq });
    expect(seqs(0, 0)).toEqual({ entry_id: "entry_2", state: "sent" });
    expect(seqs(2, 1)).toEqual({ entry_id: "entry_2", state: "delivered" });
    expect(seqs(2, 2)).toEqual({ entry_id: "entry_2", state: "read" });
    expect(lastReceiptOf([message(1, { author: customer })], conversation())).toBeNull();
  });
});

describe("waiting", () => {
  const queue = { service_level: { answer_within_ms: 120_000, percent: 80 } } as Queue;
  const start_ms = Date.parse("2026-01-01T09:00:00Z");
  const waiting = conversation({ interaction: interaction() });

  it("is shown from half of the target on, and late after it", () => {
    expect(waitingOf(waiting, queue, start_ms + 59_000)).toBeNull();
    expect(waitingOf(waiting, queue, start_ms + 60_000)?.level).toBe("soon");
    expect(waitingOf(waiting, queue, start_ms + 120_000)?.level).toBe("late");
  });

  it("counts from the customer's last word while someone is at it, and never for what is resolved", () => {
    const preview = { text: "?", author: "contact" as const, at: "2026-01-01T09:00:00Z" };
    const active = interaction({ state: { kind: "active", agent_id: ME, since: preview.at } });
    const asked = conversation({ preview, interaction: active });
    expect(waitingOf(asked, queue, start_ms + 300_000)?.since).toBe(preview.at);
    expect(
      waitingOf({ ...asked, preview: { ...preview, author: "agent" } }, queue, start_ms + 300_000),
    ).toBeNull();
    expect(waitingOf({ ...asked, status: "resolved" }, queue, start_ms + 300_000)).toBeNull();
  });
});

describe("canned replies", () => {
  const reply = (shortcut: string, title: string): CannedReply => ({
    id: shortcut,
    version: 1,
    archived: false,
    created_at: "",
    updated_at: "",
    shortcut,
    title,
    text: `${title}.`,
    language: null,
  });

  it("open at a slash that begins a word", () => {
    expect(tokenAt("/re", 3, "/")).toEqual({ query: "re", from: 0, to: 3 });
    expect(tokenAt("Hello /", 7, "/")).toEqual({ query: "", from: 6, to: 7 });
    expect(tokenAt("1/2", 3, "/")).toBeNull();
    expect(tokenAt("https://x", 9, "/")).toBeNull();
    expect(tokenAt("/re done", 8, "/")).toBeNull();
  });

  it("put the reply in the slash's place", () => {
    const slash = { query: "re", from: 3, to: 6 };
    expect(replaceToken("Hi /re!", slash, "refund")).toEqual({ text: "Hi refund!", caret: 9 });
  });

  it("rank the shortcut before the title", () => {
    const replies = [
      reply("bye", "Return to us"),
      reply("ret", "Label"),
      { ...reply("reti", "x"), archived: true },
    ];
    expect(rankReplies(replies, "ret").map((item) => item.shortcut)).toEqual(["ret", "bye"]);
  });
});

describe("variables of canned replies", () => {
  const known = (name: string) => ({ "contact.first_name": "Vera", "fact.order no": "1042" })[name];

  it("are filled in, with other words where nothing is known", () => {
    expect(filled("Hello {{contact.first_name}}", known)).toBe("Hello Vera");
    expect(filled("Order {{ fact.order no }}", known)).toBe("Order 1042");
    expect(filled("Hello {{contact.name|there}}!", known)).toBe("Hello there!");
    expect(filled("Hello{{contact.name|}}!", known)).toBe("Hello!");
  });

  it("stay where nobody knows them, and are found before a customer reads them", () => {
    const text = filled("Hello {{contact.name}}, {{agent.name}}", known);
    expect(text).toBe("Hello {{contact.name}}, {{agent.name}}");
    expect(gapIn(text)).toBe("{{contact.name}}");
    expect(gapIn("Use {{ braces }} or {{}} at will")).toBe("{{ braces }}");
    expect(gapIn("a {b} {{1}}")).toBeNull();
  });
});

describe("mentions", () => {
  const agents = [
    { id: "a", name: "Ann", archived: false },
    { id: "b", name: "Ann Lee", archived: false },
    { id: "c", name: "Old Ann", archived: true },
    { id: "d", name: "Лев Орлов", archived: false },
  ];

  it("are offered by the beginning of any word of a name", () => {
    expect(rankAgents(agents, "an").map(({ id }) => id)).toEqual(["a", "b"]);
    expect(rankAgents(agents, "орл").map(({ id }) => id)).toEqual(["d"]);
  });

  it("are found in a note by the longest name, once each", () => {
    expect(mentionedIn("@Ann Lee and @Ann, @Ann Lee", agents)).toEqual(["b", "a"]);
    expect(mentionedIn("@Annabel, mail@Ann, @Old Ann", agents)).toEqual([]);
    expect(mentionedIn("Спроси @Лев Орлов!", agents)).toEqual(["d"]);
  });

  it("leave every character where it was", () => {
    const text = "x @Ann Lee y @ @Ann";
    const parts = partsOf(text, agents);
    expect(parts.map((part) => part.text).join("")).toBe(text);
    expect(parts.map((part) => part.agentId)).toEqual([null, "b", null, "a"]);
  });
});
