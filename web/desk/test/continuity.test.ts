import type { Entry } from "@rapport/api-client";
import { InfiniteQueryObserver, QueryClient, QueryObserver } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { applyAnswer, applyFrame, applyOwnEntry } from "~/cache/apply";
import { continuityOf } from "~/cache/continuity";
import type { Pages } from "~/cache/lists";
import { conversation, customer, ME, message } from "./records";

const ID = "conversation_1";

/** At the server entry n and version n come with the same event. */
const stateAt = (version: number) => conversation({ version, last_seq: version });

/** A desk with a conversation open, and a server whose events reach it only when the test says so. */
class Desk {
  readonly client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  entriesRead = 0;
  /** Happens once, after the server has answered and before the answer is here. */
  meanwhile: (() => void) | null = null;
  private readonly leave: (() => void)[] = [];

  constructor(public version: number) {
    continuityOf(this.client);
  }

  async open(): Promise<this> {
    const conversations = new QueryObserver(this.client, {
      queryKey: ["conversation", ID],
      queryFn: () => stateAt(this.version),
    });
    const entries = new InfiniteQueryObserver(this.client, {
      queryKey: ["entries", ID],
      queryFn: async () => {
        this.entriesRead += 1;
        const items = Array.from({ length: this.version }, (_, index) => message(this.version - index));
        await Promise.resolve();
        this.meanwhile?.();
        this.meanwhile = null;
        return { items, next_cursor: null };
      },
      initialPageParam: undefined,
      getNextPageParam: () => undefined,
    });
    this.leave.push(
      conversations.subscribe(() => undefined),
      entries.subscribe(() => undefined),
    );
    return this.settled();
  }

  /** Another conversation is opened. */
  close() {
    for (const leave of this.leave.splice(0)) leave();
  }

  async settled(): Promise<this> {
    await expect.poll(() => this.client.isFetching()).toBe(0);
    return this;
  }

  /** An event arrives; the conversation in it may be ahead of it, when several were stored at once. */
  hear(version: number, stateOf = version): this {
    this.version = Math.max(this.version, version);
    const data = { conversation: stateAt(stateOf), entry: message(version) };
    const event = { seq: version, version, at: "", actor: customer, type: "message.created", data } as const;
    applyFrame(this.client, { type: "event", event }, ME);
    return this;
  }

  get seqs() {
    const pages = this.client.getQueryData<Pages<Entry>>(["entries", ID]);
    return pages?.pages.flatMap((page) => page.items.map((entry) => entry.seq));
  }
}

describe("the entries of a conversation", () => {
  it("are whole as long as event follows event", async () => {
    const desk = await (await new Desk(3).open()).hear(4).hear(5).settled();
    expect(desk.seqs).toEqual([5, 4, 3, 2, 1]);
    expect(desk.entriesRead).toBe(1);
  });

  it("are read again when an event in the middle never came", async () => {
    const desk = (await new Desk(3).open()).hear(4).hear(6);
    expect(desk.seqs).toEqual([6, 4, 3, 2, 1]);
    await desk.settled();
    expect(desk.seqs).toEqual([6, 5, 4, 3, 2, 1]);
    await desk.hear(7).settled();
    expect(desk.seqs).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(desk.entriesRead).toBe(2);
  });

  it("are whole when several messages were stored at once", async () => {
    const desk = await (await new Desk(3).open()).hear(4, 6).hear(5, 6).hear(6, 6).settled();
    expect(desk.entriesRead).toBe(1);
  });

  it("are whole when an event comes twice", async () => {
    const desk = await (await new Desk(3).open()).hear(4).hear(5).hear(4).hear(3).hear(6).settled();
    expect(desk.entriesRead).toBe(1);
  });

  it("are not taken for whole because of a POST's answer, which overtakes events", async () => {
    const posts = async () => {
      const desk = await new Desk(3).open();
      applyOwnEntry(desk.client, message(5));
      applyAnswer(desk.client, stateAt(5), ME);
      return desk;
    };
    const desk = await (await posts()).hear(4).hear(5).settled();
    expect(desk.seqs).toEqual([5, 4, 3, 2, 1]);
    expect(desk.entriesRead).toBe(1);
    const lost = await (await posts()).hear(5).settled();
    expect(lost.seqs).toEqual([5, 4, 3, 2, 1]);
    expect(lost.entriesRead).toBe(2);
  });

  it("are read again when an event came while they were read: the answer is older", async () => {
    const desk = await new Desk(3).open();
    desk.meanwhile = () => desk.hear(4);
    void desk.client.invalidateQueries({ queryKey: ["entries", ID] });
    await desk.settled();
    expect(desk.seqs).toEqual([4, 3, 2, 1]);
    expect(desk.entriesRead).toBe(3);
  });

  it("are read again when they were read before the conversation was", async () => {
    const desk = new Desk(3);
    await desk.client.fetchInfiniteQuery({
      queryKey: ["entries", ID],
      queryFn: () => ({ items: [message(3), message(2), message(1)], next_cursor: null }),
      initialPageParam: undefined,
    });
    desk.version = 4;
    await desk.open();
    expect(desk.seqs).toEqual([4, 3, 2, 1]);
  });

  it("are counted anew when a topic is heard again, or everything is", async () => {
    const desk = (await new Desk(3).open()).hear(4);
    desk.version = 9;
    applyFrame(desk.client, { type: "subscribed", topics: [`conversation:${ID}`] }, ME);
    await desk.settled();
    desk.version = 20;
    continuityOf(desk.client).forgetAll();
    await desk.client.invalidateQueries();
    const read = desk.entriesRead;
    await desk.hear(21).settled();
    expect(desk.entriesRead).toBe(read);
    await desk.hear(23).settled();
    expect(desk.entriesRead).toBe(read + 1);
    expect(desk.seqs?.slice(0, 3)).toEqual([23, 22, 21]);
  });

  it("are forgotten when they are not on screen, so that they are read when they are", async () => {
    const desk = await new Desk(3).open();
    desk.close();
    await desk.hear(5).hear(6).settled();
    expect(desk.seqs).toBeUndefined();
    await desk.open();
    expect(desk.seqs).toEqual([6, 5, 4, 3, 2, 1]);
  });
});
