import { type Context, type PageView, sealed, type ToFrame, type ToPage, unsealed } from "../bridge/messages";

/** The line to the host page, where there is one. */
export interface Bridge {
  /** False where the frame is a page of its own: then there is nothing to close or to report to. */
  embedded: boolean;
  tell(message: ToPage): void;
}

export interface HostEvents {
  onDirection(direction: "ltr" | "rtl"): void;
  onPage(page: PageView): void;
  onContext(context: Context): void;
  onForget(): void;
  onHeldOut(rule_ids: readonly string[]): void;
  onInvitation(invitation: { rule_id: string; text: string }): void;
  onProactive(rule_id: string, told: "due" | "held_out" | "dismissed"): void;
  onIdentity(token: string | null): void;
  onVisible(visible: boolean, focus: boolean): void;
}

/**
 * Listens to the window that embeds us, and to no other. The first hello fixes the one origin that is
 * believed and answered from then on; which origins may embed at all is the server's
 * `frame-ancestors`.
 */
export function connectBridge(events: HostEvents): Bridge {
  if (window.parent === window) return { embedded: false, tell: () => undefined };
  let host: string | null = null;
  const unsaid: ToPage[] = [];

  function tell(message: ToPage): void {
    if (host === null) unsaid.push(message);
    else window.parent.postMessage(sealed(message), host);
  }

  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || (host !== null && event.origin !== host)) return;
    const message = unsealed<ToFrame>(event.data);
    if (!message) return;
    if (message.type === "hello" && host === null) {
      host = event.origin;
      events.onDirection(message.direction);
      tell({ type: "ready" });
      for (const earlier of unsaid.splice(0)) tell(earlier);
    }
    if (host === null) return;
    if (message.type === "hello" || message.type === "page") events.onPage(message.page);
    if (message.type === "forget" || (message.type === "hello" && message.forget)) events.onForget();
    if (message.type === "hello" || message.type === "identity") events.onIdentity(message.identity ?? null);
    if (message.type === "hello") events.onHeldOut(message.held_out ?? []);
    if (message.type === "proactive") events.onProactive(message.rule_id, message.told);
    if (message.type === "invitation") events.onInvitation(message);
    if (message.type === "hello" || message.type === "context") events.onContext(message.context ?? {});
    if (message.type === "hello" || message.type === "visible") {
      events.onVisible(message.visible, message.focus);
    }
  });
  return { embedded: true, tell };
}
