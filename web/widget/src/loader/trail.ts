import type { PageView, Visited } from "../bridge/messages";

const STEPS_MAX = 10;
const URL_CHARACTERS_MAX = 500;
const TITLE_CHARACTERS_MAX = 150;

const keyOf = (inboxKey: string) => `rapport:${inboxKey}:trail`;

/**
 * Keeps where the visitor is among the pages of this tab, and answers it with those before it: who writes from
 * the third page was on two others.
 */
export function stepOn(inboxKey: string, page: PageView): PageView {
  try {
    const kept = sessionStorage.getItem(keyOf(inboxKey));
    const steps: Visited[] = kept ? JSON.parse(kept) : [];
    const url = short(page.url);
    const title = page.title.slice(0, TITLE_CHARACTERS_MAX);
    if (steps.at(-1)?.url !== url) steps.push({ url, title, at: Date.now() });
    const last = steps.slice(-STEPS_MAX - 1);
    sessionStorage.setItem(keyOf(inboxKey), JSON.stringify(last));
    return { ...page, visited: last.slice(0, -1) };
  } catch {
    // Blocked, full, or written over by the page: where they are now is known all the same.
    return page;
  }
}

export function forgetTrail(inboxKey: string): void {
  try {
    sessionStorage.removeItem(keyOf(inboxKey));
  } catch {
    // There is none, then.
  }
}

/** A very long address is kept without its query: cut short it would lead elsewhere. */
function short(url: string): string {
  return url.length > URL_CHARACTERS_MAX ? (url.split(/[?#]/, 1)[0] ?? "").slice(0, URL_CHARACTERS_MAX) : url;
}
