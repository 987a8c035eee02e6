import type { PageView } from "../bridge/messages";

const URL_CHARACTERS_MAX = 2_048;
const TITLE_CHARACTERS_MAX = 300;

export function currentPage(): PageView {
  return {
    url: location.href.slice(0, URL_CHARACTERS_MAX),
    title: document.title.slice(0, TITLE_CHARACTERS_MAX),
  };
}

/** The part of `history` that single-page apps navigate by. */
type Navigating = Pick<History, "pushState" | "replaceState">;

/**
 * Calls `onMove` after each navigation, those of single-page apps included.
 *
 * The wrappers keep the page's own behaviour: same arguments, same result, and an error of ours
 * never reaches it. The call comes a task later, since most apps set the title after the address.
 */
export function watchNavigation(history: Navigating, target: EventTarget, onMove: () => void): void {
  const soon = () => setTimeout(onMove);
  for (const name of ["pushState", "replaceState"] as const) {
    const original = history[name];
    history[name] = function (this: History, ...args: Parameters<History["pushState"]>) {
      const result = original.apply(this, args);
      soon();
      return result;
    };
  }
  target.addEventListener("popstate", soon);
  target.addEventListener("hashchange", soon);
}
