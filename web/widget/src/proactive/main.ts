import { applied, done, heldOut, isHeldOut, keep, load, mayApply, visited } from "./memory";
import { applies, type Rule, type Seen } from "./rule";
import { showTeaser, type Teaser } from "./teaser";

const SECOND_MS = 1_000;

/** What the loader lends: its place on the page, and its line to the frame. */
export interface Host {
  inboxKey: string;
  root: ShadowRoot;
  language: string;
  facts(): Seen["facts"];
  /** The visitor talks already, or has the chat open. */
  busy(): boolean;
  /** Asks the server whether a rule that applies may be shown, or tells what came of it. */
  tell(rule_id: string, told: "due" | "held_out" | "dismissed"): void;
  /** Opens the chat for an answer to these words. */
  answer(rule_id: string, text: string): void;
}

export interface Proactive {
  moved(): void;
  track(name: string): void;
  /** The server lets the rule speak. */
  show(rule_id: string, text: string, brand: string): void;
  /** The chat was opened, or has to be quiet. */
  hide(): void;
  heldOut(): string[];
}

/** Watches the page for rules that apply. One speaks at a time, and one on a page. */
export function start(rules: readonly Rule[], host: Host): Proactive {
  let memory = visited(load(host.inboxKey), Date.now());
  keep(host.inboxKey, memory);
  const returning = memory.returned_at !== null;
  let seen = fresh();
  let spoke = false;
  let teaser: Teaser | null = null;

  function fresh() {
    return { since: Date.now(), scroll_percent: 0, leaving: false, events: new Set<string>() };
  }

  function look(): void {
    if (spoke || host.busy() || document.visibilityState === "hidden") return;
    const now = Date.now();
    const { since, ...rest } = seen;
    const here: Seen = {
      ...rest,
      url: location.href,
      seconds: (now - since) / SECOND_MS,
      returning,
      facts: host.facts(),
    };
    const rule = rules.find((one) => mayApply(memory, one, now) && applies(one, here));
    if (!rule) return;
    const out = isHeldOut(memory, rule);
    // One who is held out may still be spoken to by another rule.
    spoke = !out;
    remember(applied(memory, rule.id, out, now));
    host.tell(rule.id, out ? "held_out" : "due");
  }

  function remember(next: typeof memory): void {
    memory = next;
    keep(host.inboxKey, memory);
  }

  function hide(): void {
    teaser?.remove();
    teaser = null;
  }

  addEventListener(
    "scroll",
    () => {
      const { scrollHeight } = document.documentElement;
      const percent = Math.round(((scrollY + innerHeight) / scrollHeight) * 100);
      seen.scroll_percent = Math.max(seen.scroll_percent, Math.min(100, percent));
      look();
    },
    { passive: true },
  );
  document.documentElement.addEventListener("mouseleave", (event) => {
    if (event.clientY > 0) return;
    seen.leaving = true;
    look();
  });
  setInterval(look, SECOND_MS);
  look();

  return {
    moved() {
      seen = fresh();
      spoke = teaser !== null;
      look();
    },
    track(name) {
      seen.events.add(name);
      look();
    },
    show(rule_id, text, brand) {
      if (host.busy()) return;
      hide();
      teaser = showTeaser(
        host.root,
        host.language,
        { text, brand },
        {
          answer() {
            hide();
            remember(done(memory, rule_id));
            host.answer(rule_id, text);
          },
          dismiss() {
            hide();
            remember(done(memory, rule_id));
            host.tell(rule_id, "dismissed");
          },
        },
      );
    },
    hide,
    heldOut: () => heldOut(memory, Date.now()),
  };
}
