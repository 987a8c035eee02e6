import type { Rule } from "./rule";

const HOUR_MS = 60 * 60 * 1_000;
/** After so long without a page a visit has ended. */
const VISIT_MS = HOUR_MS / 2;
/** So long a rule that was held out counts for a conversation that begins. */
const HELD_OUT_MS = 24 * HOUR_MS;

/** What came of a rule in this browser, the last time that it applied. */
interface Past {
  at: number;
  held_out: boolean;
  /** Answered or closed: it is never shown again. */
  done: boolean;
}

export interface Memory {
  /** In 0..1, the same for all pages: who is held out is so every time. */
  chance: number;
  seen_at: number | null;
  /** When the visit began, if there was one before it. */
  returned_at: number | null;
  rules: Readonly<Record<string, Past>>;
}

export const newMemory = (chance: number): Memory => ({
  chance,
  seen_at: null,
  returned_at: null,
  rules: {},
});

/** A page was opened. */
export function visited(memory: Memory, now: number): Memory {
  const { seen_at } = memory;
  const again = seen_at !== null && now - seen_at >= VISIT_MS;
  return { ...memory, seen_at: now, returned_at: again ? now : memory.returned_at };
}

export function mayApply(memory: Memory, rule: Rule, now: number): boolean {
  const past = memory.rules[rule.id];
  return !past || (!past.done && now - past.at >= rule.every_hours * HOUR_MS);
}

/** The same visitor is held out from the same rule every time, and from each rule independently. */
export function isHeldOut(memory: Memory, rule: Rule): boolean {
  let sum = Math.floor(memory.chance * 4_294_967_296);
  for (const character of rule.id) sum = Math.imul(sum ^ character.charCodeAt(0), 0x01000193) >>> 0;
  sum = Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d) >>> 0;
  return (sum >>> 8) % 100 < rule.holdout_percent;
}

export function applied(memory: Memory, rule_id: string, held_out: boolean, now: number): Memory {
  return { ...memory, rules: { ...memory.rules, [rule_id]: { at: now, held_out, done: false } } };
}

export function done(memory: Memory, rule_id: string): Memory {
  const past = memory.rules[rule_id];
  return past ? { ...memory, rules: { ...memory.rules, [rule_id]: { ...past, done: true } } } : memory;
}

/** The rules that applied lately and were held out. */
export function heldOut(memory: Memory, now: number): string[] {
  return Object.entries(memory.rules)
    .filter(([, past]) => past.held_out && now - past.at < HELD_OUT_MS)
    .map(([id]) => id);
}

const name = (inboxKey: string) => `rapport:${inboxKey}:proactive`;

export function load(inboxKey: string): Memory {
  const fresh = newMemory(Math.random());
  try {
    const stored = localStorage.getItem(name(inboxKey));
    return stored ? { ...fresh, ...(JSON.parse(stored) as Partial<Memory>) } : fresh;
  } catch {
    return fresh;
  }
}

export function keep(inboxKey: string, memory: Memory): void {
  try {
    localStorage.setItem(name(inboxKey), JSON.stringify(memory));
  } catch {
    // Where storage is blocked a rule may apply again on the next page.
  }
}
