import { ASKED_PREFIX } from "../storage/names";
import { forgetPending, keepPending, keptPending } from "../storage/outbox";
import type { Store } from "../storage/store";
import { type Effect, type Input, newSession, type Session } from "./session";
import { nextDeadline, step } from "./step";
import { type ClientFrame, parseServerFrame } from "./wire";

const TOKEN = "token";
const WHO = "who";

export interface Client {
  session(): Session;
  subscribe(listener: () => void): () => void;
  input(input: Input): void;
}

/** Carries out what the pure steps decide: one socket, one timer, the kept messages. */
export function startClient(
  socketUrl: string,
  store: Store,
  language: string,
  page: Session["page"],
  warn: (detail: string) => void,
): Client {
  const listeners = new Set<() => void>();
  let session = newSession(
    { token: store.get(TOKEN), who: store.get(WHO) },
    language,
    page,
    keptPending(store),
  );
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function input(event: Input): void {
    const outcome = step(session, event, { now: Date.now(), random: Math.random() });
    session = outcome.session;
    for (const effect of outcome.effects) carryOut(effect);
    const deadline = nextDeadline(session);
    clearTimeout(timer);
    if (deadline !== null) {
      timer = setTimeout(() => input({ kind: "tick" }), Math.max(0, deadline - Date.now()));
    }
    for (const listener of listeners) listener();
  }

  function carryOut(effect: Effect): void {
    switch (effect.kind) {
      case "dial":
        dial();
        break;
      case "hang_up":
        hangUp();
        break;
      case "transmit":
        transmit(effect.frame);
        break;
      case "keep_token":
        store.set(TOKEN, effect.token);
        break;
      case "keep_who":
        if (effect.who === null) store.remove(WHO);
        else store.set(WHO, effect.who);
        break;
      case "forget_visitor":
        for (const name of [TOKEN, WHO]) store.remove(name);
        for (const name of [...store.names("draft"), ...store.names(ASKED_PREFIX)]) store.remove(name);
        break;
      case "warn":
        warn(effect.detail);
        break;
      case "keep_pending":
        keepPending(store, effect.pending);
        break;
      case "forget_pending":
        forgetPending(store, effect.client_id);
        break;
    }
  }

  function dial(): void {
    const dialled = new WebSocket(socketUrl);
    socket = dialled;
    dialled.onopen = () => input({ kind: "opened", outbox: keptPending(store) });
    dialled.onclose = () => input({ kind: "closed" });
    dialled.onmessage = (event) => {
      const frame = typeof event.data === "string" ? parseServerFrame(event.data) : null;
      if (frame) input({ kind: "frame", frame });
    };
  }

  function hangUp(): void {
    if (!socket) return;
    // A closing socket may still speak for seconds; its words belong to the past.
    socket.onopen = socket.onclose = socket.onmessage = null;
    socket.close();
    socket = null;
  }

  function transmit(frame: ClientFrame): void {
    // What a dying socket cannot take is said again after the next welcome.
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  }

  return {
    session: () => session,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    input,
  };
}
