/** A rule by which the chat speaks first, as the inbox tells the page of it. */
export interface Rule {
  id: string;
  conditions: readonly Condition[];
  every_hours: number;
  holdout_percent: number;
}

export type Condition =
  | { kind: "url"; op: "contains" | "starts_with" | "is"; value: string }
  | { kind: "time_on_page"; seconds: number }
  | { kind: "scroll"; percent: number }
  | { kind: "exit_intent" }
  | { kind: "returning_visitor" }
  | { kind: "fact"; key: string; op: "is" | "contains" | "at_least"; value: string }
  | { kind: "event"; name: string };

/** What is known of the visitor on this page. */
export interface Seen {
  url: string;
  seconds: number;
  /** The furthest that they scrolled. */
  scroll_percent: number;
  leaving: boolean;
  returning: boolean;
  facts: Readonly<Record<string, string | null>>;
  events: ReadonlySet<string>;
}

/** Whether all conditions of a rule hold. One of a kind that this version does not know never does. */
export function applies(rule: Rule, seen: Seen): boolean {
  return rule.conditions.every((condition) => holds(condition, seen));
}

function holds(condition: Condition, seen: Seen): boolean {
  switch (condition.kind) {
    case "url":
      return matches(seen.url.toLowerCase(), condition.op, condition.value.toLowerCase());
    case "time_on_page":
      return seen.seconds >= condition.seconds;
    case "scroll":
      return seen.scroll_percent >= condition.percent;
    case "exit_intent":
      return seen.leaving;
    case "returning_visitor":
      return seen.returning;
    case "fact": {
      const fact = seen.facts[condition.key];
      if (fact === null || fact === undefined) return false;
      if (condition.op === "at_least") return Number.parseFloat(fact) >= Number.parseFloat(condition.value);
      return matches(fact, condition.op, condition.value);
    }
    case "event":
      return seen.events.has(condition.name);
    default:
      return false;
  }
}

function matches(text: string, op: "contains" | "starts_with" | "is", value: string): boolean {
  if (op === "is") return text === value;
  return op === "contains" ? text.includes(value) : text.startsWith(value);
}
