import type { Rule } from "../proactive/rule";
import { type Rapport, startWidget } from "./widget";

declare global {
  interface Window {
    rapport?: Rapport;
  }
}

/** What `/widget/inboxes/KEY.js` exports: a module, since a page's CSP always allows scripts of ours. */
interface InboxModule {
  default: { brand: { colour: string }; rules?: readonly Rule[] } | null;
}

const SNIPPET = '<script async src="https://HOST/widget.js" data-inbox="KEY"></script>';

function warn(text: string): void {
  // biome-ignore lint/suspicious/noConsole: the one way to tell the page's author what to do
  console.warn(`Rapport: ${text}.`);
}

/** The script tag that carries us. A bundler or a tag manager may have lost `currentScript`. */
function ownTag(): HTMLScriptElement | null {
  const current = document.currentScript as HTMLScriptElement | null;
  return current?.dataset.inbox !== undefined
    ? current
    : document.querySelector<HTMLScriptElement>('script[data-inbox][src*="/widget.js"]');
}

async function start(tag: HTMLScriptElement | null): Promise<void> {
  const key = tag?.dataset.inbox?.trim();
  if (!tag || !key) {
    warn(`the inbox key is missing. Copy the snippet from Settings, Inboxes: ${SNIPPET}`);
    return;
  }
  const { origin } = new URL(tag.src);
  let colour = "";
  let rules: readonly Rule[] = [];
  try {
    const url = `${origin}/widget/inboxes/${encodeURIComponent(key)}.js`;
    const inbox = ((await import(/* @vite-ignore */ url)) as InboxModule).default;
    if (!inbox) {
      warn(
        `there is no inbox with the key "${key}", or it is switched off. Copy the snippet from Settings, Inboxes`,
      );
      return;
    }
    colour = inbox.brand.colour;
    rules = inbox.rules ?? [];
  } catch {
    // Not reached just now: a launcher in our own colour is better than none, and the frame tells the rest.
  }
  window.rapport = startWidget(origin, key, colour, rules, warn);
  window.dispatchEvent(new Event("rapport:ready"));
}

const tag = ownTag();
if (window.rapport) warn("the snippet is on this page twice. Remove one of the two");
else if (document.body) void start(tag);
else addEventListener("DOMContentLoaded", () => start(tag));
