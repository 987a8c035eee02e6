import { type Effect, type Input, newSession, type Pending, type Session } from "./session";
import { nextDeadline, step } from "./step";
import { conversation, PAGE } from "./testing";
import type { ClientFrame, ServerFrame, VisitorConversation, VisitorEntry } from "./wire";

/**
 * One visitor with several tabs, a server that is a plain list, and a network that misbehaves: every
 * choice comes from one seed.
 *
 * A line delivers in order until it breaks; what is under way then is lost, in both directions. The
 * server pushes some entries twice, and its acks overtake its pushes, since they take another path.
 */

/** Mulberry32: small, and the same on every machine. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

interface Line {
  toServer: ClientFrame[];
  acks: ServerFrame[];
  pushes: ServerFrame[];
  open: boolean;
  welcomed: boolean;
}

interface Tab {
  session: Session;
  line: Line | null;
}

/** Far more than any seed needs; one that needs more hangs, and its test fails. */
const HEAL_ROUNDS_MAX = 50_000;

export class Simulation {
  readonly log: VisitorEntry[] = [];
  readonly written: string[] = [];
  /** What the browser keeps for all tabs. */
  readonly storage = new Map<string, Pending>();
  readonly tabs: Tab[] = [];
  readonly counts = { breaks: 0, reloads: 0, resyncs: 0, conversations: 0 };
  private token: string | null = null;
  /** Resolved conversations are followed by others, which count their entries from one again. */
  private conversations = 1;
  private seq = 0;
  private now = 0;
  private readonly random: () => number;

  constructor(seed: number, tabs: number) {
    this.random = seeded(seed);
    for (let at = 0; at < tabs; at += 1) this.tabs.push(this.load());
  }

  /** One thing happens somewhere; with `faults` it may be a bad thing. */
  act(faults: boolean): void {
    this.now += Math.floor(this.random() * 200);
    const tab = this.pick(this.tabs);
    const chance = faults ? this.random() : 1;
    if (chance < 0.03) this.breakLine(tab);
    else if (chance < 0.04) this.reload(tab);
    else if (chance < 0.045) this.resync(tab);
    else if (chance < 0.055) this.input(tab, { kind: "network", online: this.random() < 0.5 });
    else if (chance < 0.06) this.resolve();
    else if (chance < 0.15) this.write(tab);
    else if (chance < 0.25) this.commit({ author: { kind: "agent", name: "Ana" }, text: "reply" });
    else this.progress(tab);
  }

  /** No more faults: everything under way arrives. */
  heal(): void {
    for (const tab of this.tabs) this.input(tab, { kind: "network", online: true });
    for (let round = 0; round < HEAL_ROUNDS_MAX && !this.quiet(); round += 1) this.act(false);
  }

  private quiet(): boolean {
    return this.tabs.every(({ session, line }) => {
      const moving = line ? [...line.toServer, ...line.acks, ...line.pushes] : [];
      return session.link.kind === "live" && session.outbox.length === 0 && moving.length === 0;
    });
  }

  private progress(tab: Tab): void {
    const deadline = nextDeadline(tab.session);
    const { line } = tab;
    if (deadline !== null && deadline <= this.now) {
      this.input(tab, { kind: "tick" });
    } else if (line?.open) {
      this.deliver(tab, line);
    } else if (line) {
      line.open = true;
      this.input(tab, { kind: "opened", outbox: [...this.storage.values()] });
    }
  }

  private deliver(tab: Tab, line: Line): void {
    const lane = this.random() < 0.5 ? line.acks : line.pushes;
    const frame = this.random() < 0.7 ? lane.shift() : undefined;
    const heard = frame ? undefined : line.toServer.shift();
    if (frame) this.input(tab, { kind: "frame", frame });
    if (heard) this.serve(line, heard);
  }

  private serve(line: Line, frame: ClientFrame): void {
    if (frame.type === "hello") this.welcome(line, frame);
    if (frame.type === "ping") line.acks.push({ type: "pong" });
    if (frame.type !== "message") return;
    const { client_id, text } = frame;
    if (this.random() < 0.05) {
      line.acks.push({ type: "refused", client_id, code: "rate_limited", detail: "", retry_after_ms: 300 });
      return;
    }
    const known = this.log.find((entry) => entry.client_id === client_id);
    const entry = known ?? this.commit({ author: { kind: "contact", name: null }, text, client_id });
    line.acks.push({ type: "ack", client_id, entry });
  }

  private welcome(line: Line, hello: Extract<ClientFrame, { type: "hello" }>): void {
    this.token ??= "token";
    const current = this.conversation();
    const known = hello.conversation_id === current.id ? hello.after : null;
    const missed = (entry: VisitorEntry) =>
      known === null || (entry.conversation_id === current.id && entry.seq > known);
    // The welcome goes first on the line; pushes begin where it ends.
    line.pushes.push({
      type: "welcome",
      token: this.token,
      visitor: { name: null },
      conversation: this.log.length === 0 ? null : current,
      entries: this.log.filter(missed),
    });
    line.welcomed = true;
  }

  private commit(entry: Pick<VisitorEntry, "author" | "text" | "client_id">): VisitorEntry {
    // Gaps in the numbers are what the visitor may not see.
    this.seq += 1 + Math.floor(this.random() * 3);
    const at = new Date(this.now).toISOString();
    const stored: VisitorEntry = {
      ...entry,
      kind: "message",
      id: `entry_${this.log.length}`,
      conversation_id: this.conversation().id,
      seq: this.seq,
      at,
    };
    this.log.push(stored);
    for (const { line } of this.tabs) {
      if (!line?.welcomed) continue;
      line.pushes.push({ type: "entry", entry: stored });
      if (this.random() < 0.2) line.pushes.push({ type: "entry", entry: stored });
      line.pushes.push({ type: "state", conversation: this.conversation() });
    }
    return stored;
  }

  private conversation(): VisitorConversation {
    return conversation({ id: `conversation_${String(this.conversations).padStart(4, "0")}` });
  }

  private resolve(): void {
    if (this.seq === 0) return;
    this.counts.conversations += 1;
    this.conversations += 1;
    this.seq = 0;
  }

  private write(tab: Tab): void {
    const client_id = String(this.written.length).padStart(6, "0");
    this.written.push(client_id);
    this.input(tab, { kind: "write", client_id, text: `text ${client_id}` });
  }

  private load(): Tab {
    const tab: Tab = {
      session: newSession({ token: this.token, who: null }, "en", PAGE, [...this.storage.values()]),
      line: null,
    };
    this.input(tab, { kind: "connect" });
    return tab;
  }

  private reload(tab: Tab): void {
    this.counts.reloads += 1;
    Object.assign(tab, this.load());
  }

  private breakLine(tab: Tab): void {
    if (!tab.line) return;
    this.counts.breaks += 1;
    // Some of what the visitor said still arrives; nothing that was meant for the visitor does.
    const { line } = tab;
    while (line.toServer.length > 0 && this.random() < 0.5) {
      const frame = line.toServer.shift();
      if (frame) this.serve(line, frame);
    }
    tab.line = null;
    this.input(tab, { kind: "closed" });
  }

  private resync(tab: Tab): void {
    if (!tab.line?.welcomed) return;
    this.counts.resyncs += 1;
    tab.line.pushes.push({ type: "resync" });
  }

  private input(tab: Tab, input: Input): void {
    const outcome = step(tab.session, input, { now: this.now, random: this.random() });
    tab.session = outcome.session;
    for (const effect of outcome.effects) this.carryOut(tab, effect);
  }

  private carryOut(tab: Tab, effect: Effect): void {
    switch (effect.kind) {
      case "dial":
        tab.line = { toServer: [], acks: [], pushes: [], open: false, welcomed: false };
        break;
      case "hang_up":
        tab.line = null;
        break;
      case "transmit":
        tab.line?.toServer.push(effect.frame);
        break;
      case "keep_pending":
        this.storage.set(effect.pending.client_id, effect.pending);
        break;
      case "forget_pending":
        this.storage.delete(effect.client_id);
        break;
      case "keep_token":
        break;
    }
  }

  private pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.random() * items.length)] as T;
  }
}
