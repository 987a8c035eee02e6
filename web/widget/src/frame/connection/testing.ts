import { type Effect, type Input, newSession, type Session } from "./session";
import { step } from "./step";
import type { ServerFrame, VisitorConversation, VisitorEntry } from "./wire";

/** Small builders for the tests of this folder. */

export const PAGE = { url: "https://shop.example/", title: "Shop" };

export function conversation(change: Partial<VisitorConversation> = {}): VisitorConversation {
  return {
    id: "conversation_1",
    state: "active",
    position: null,
    estimated_wait_ms: null,
    agent: { name: "Ana" },
    agent_read_seq: 0,
    agent_delivered_seq: 0,
    contact_read_seq: 0,
    ...change,
  };
}

export function fromAgent(seq: number, change: Partial<VisitorEntry> = {}): VisitorEntry {
  return {
    id: `entry_${seq}`,
    conversation_id: "conversation_1",
    seq,
    kind: "message",
    author: { kind: "agent", name: "Ana" },
    at: "2026-11-21T10:00:00Z",
    text: `message ${seq}`,
    ...change,
  };
}

export function fromVisitor(seq: number, clientId: string): VisitorEntry {
  return fromAgent(seq, { author: { kind: "contact", name: null }, client_id: clientId });
}

export function welcome(
  entries: VisitorEntry[],
  change: Partial<Extract<ServerFrame, { type: "welcome" }>> = {},
): ServerFrame {
  return {
    type: "welcome",
    token: "token",
    visitor: { name: null },
    conversation: conversation(),
    entries,
    ...change,
  };
}

/** Runs inputs one after the other at a time that the test sets, and remembers the effects. */
export class Bench {
  now = 1_000_000;
  session: Session = newSession({ token: null, who: null }, "en", PAGE, []);
  effects: Effect[] = [];

  /** The effects of these inputs alone. */
  run(...inputs: Input[]): Effect[] {
    const from = this.effects.length;
    for (const input of inputs) {
      const outcome = step(this.session, input, { now: this.now, random: 1 });
      this.session = outcome.session;
      this.effects.push(...outcome.effects);
    }
    return this.effects.slice(from);
  }

  frame(frame: ServerFrame): Effect[] {
    return this.run({ kind: "frame", frame });
  }

  live(...args: Parameters<typeof welcome>): Effect[] {
    const effects = this.run({ kind: "connect" }, { kind: "opened", outbox: [] });
    return [...effects, ...this.frame(welcome(...args))];
  }

  /** The types of the frames among these effects, in order. */
  sent(effects: Effect[]): string[] {
    return effects.flatMap((effect) => (effect.kind === "transmit" ? [effect.frame.type] : []));
  }
}
