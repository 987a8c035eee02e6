import type { ClientFrame, ServerFrame } from "./frames";
import { reduce } from "./reducer";
import { type Effect, type Input, initialState, type SocketState } from "./state";

const TICK_EVERY_MS = 1_000;

type FrameListener = (frame: ServerFrame) => void;

/** Runs the reducer against a real WebSocket and the real clock. Holds no decisions of its own. */
export class DeskConnection {
  #state: SocketState = initialState;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #url: string;
  readonly #watchers = new Set<() => void>();
  readonly #listeners = new Set<FrameListener>();
  readonly #refetchers = new Set<() => void>();

  constructor(url: string) {
    this.#url = url;
  }

  start() {
    this.#timer ??= setInterval(() => this.#handle({ kind: "tick" }), TICK_EVERY_MS);
    this.#handle({ kind: "start" });
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#handle({ kind: "stop" });
  }

  retryNow() {
    this.#handle({ kind: "retry_now" });
  }

  say(frame: ClientFrame) {
    this.#handle({ kind: "say", frame });
  }

  /** Wants these topics until the returned function is called. */
  retain(topics: string[]): () => void {
    this.#handle({ kind: "retain", topics });
    return () => this.#handle({ kind: "release", topics });
  }

  onFrame(listener: FrameListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onRefetch(listener: () => void): () => void {
    this.#refetchers.add(listener);
    return () => this.#refetchers.delete(listener);
  }

  /** The two below are what `useSyncExternalStore` wants. */
  watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  getState = (): SocketState => this.#state;

  #handle(input: Input) {
    const { state, effects } = reduce(this.#state, input, { now_ms: Date.now(), chance: Math.random() });
    const changed = state !== this.#state;
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    if (changed) for (const watcher of this.#watchers) watcher();
  }

  #perform(effect: Effect) {
    switch (effect.kind) {
      case "open":
        return this.#open();
      case "close":
        return this.#close();
      case "send":
        if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(effect.frame));
        return;
      case "publish":
        for (const listener of this.#listeners) listener(effect.frame);
        return;
      case "refetch":
        for (const refetch of this.#refetchers) refetch();
        return;
    }
  }

  #open() {
    this.#close();
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    // A socket that was given up may still speak; only the current one is heard.
    const current = (input: Input) => {
      if (this.#socket === socket) this.#handle(input);
    };
    socket.onopen = () => current({ kind: "opened" });
    socket.onclose = () => current({ kind: "closed" });
    socket.onmessage = ({ data }) => current({ kind: "frame", frame: JSON.parse(data) as ServerFrame });
  }

  #close() {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}
