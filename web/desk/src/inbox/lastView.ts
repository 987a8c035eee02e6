const STORAGE_KEY = "rapport.inbox.view";

/** The view that the agent used last in this browser. */
export function lastView(): string | null {
  return localStorage.getItem(STORAGE_KEY);
}

export function rememberView(view: string) {
  localStorage.setItem(STORAGE_KEY, view);
}
