import { setTimeout as rest } from "node:timers/promises";
import { WebSocket } from "ws";

const WORDS = "the strap of my bag broke on the second day and I would like to know what you can do".split(
  " ",
);

/** A visitor who only writes: a socket, as the chat speaks it. */
class Visitor {
  conversationId = "";
  private sent = 0;
  private readonly waiting = new Map<string, (frame: Frame) => void>();

  private constructor(
    private readonly socket: WebSocket,
    private readonly number: number,
  ) {
    socket.on("message", (data) => {
      const frame = JSON.parse(String(data)) as Frame;
      const key = frame.type === "ack" ? `ack ${frame.client_id}` : frame.type;
      this.waiting.get(key)?.(frame);
      this.waiting.delete(key);
    });
  }

  static async come(url: string, inboxKey: string, number: number): Promise<Visitor> {
    const socket = new WebSocket(`${url.replace("http", "ws")}/webchat/v1/socket?inbox=${inboxKey}`, {
      origin: url,
    });
    await new Promise((open, fail) => socket.once("open", open).once("error", fail));
    const visitor = new Visitor(socket, number);
    const page = { url: "https://shop.example/bags", title: "Bags" };
    const welcome = visitor.hear("welcome");
    visitor.tell({ type: "hello", token: null, after: null, language: "en", page, context: {} });
    await welcome;
    visitor.conversationId = (await visitor.say()).entry.conversation_id;
    return visitor;
  }

  async say(): Promise<Frame> {
    const client_id = `m-${this.number}-${this.sent++}`;
    const stored = this.hear(`ack ${client_id}`);
    const from = (this.number + this.sent) % WORDS.length;
    const words = [...WORDS.slice(from), ...WORDS.slice(0, from)].slice(0, 6 + (this.number % 11));
    this.tell({ type: "message", client_id, text: words.join(" ") });
    return stored;
  }

  type(): void {
    this.tell({ type: "typing" });
  }

  leave(): void {
    this.socket.terminate();
  }

  private tell(frame: object): void {
    this.socket.send(JSON.stringify(frame));
  }

  private hear(key: string): Promise<Frame> {
    return new Promise((heard) => this.waiting.set(key, heard));
  }
}

interface Frame {
  type: string;
  client_id?: string;
  entry: { conversation_id: string };
}

/** Visitors who write all the time. */
export class Crowd {
  private constructor(private readonly visitors: Visitor[]) {}

  static async come(url: string, inboxKey: string, count: number): Promise<Crowd> {
    const visitors: Visitor[] = [];
    for (let n = 0; n < count; n++) visitors.push(await Visitor.come(url, inboxKey, n));
    return new Crowd(visitors);
  }

  get conversationIds(): string[] {
    return this.visitors.map((visitor) => visitor.conversationId);
  }

  /** Each writes so many messages, evenly over the time, and is seen to type before each. */
  async talk(messages: number, within_ms: number): Promise<void> {
    const began_ms = performance.now();
    const all = this.visitors.length * messages;
    for (let n = 0; n < all; n++) {
      const due_ms = began_ms + (within_ms * n) / all - performance.now();
      if (due_ms > 0) await rest(due_ms);
      const visitor = this.visitors[n % this.visitors.length];
      visitor?.type();
      await visitor?.say();
    }
  }

  leave(): void {
    for (const visitor of this.visitors) visitor.leave();
  }
}
