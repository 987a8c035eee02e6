import type { AttachmentLimits } from "@rapport/attachments";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Availability } from "./connection/wire";
import type { Field } from "./pre_chat/field";

/** What a visitor may know about an inbox. */
export interface Inbox extends Availability {
  brand: { name: string; colour: string };
  greeting: string;
  /** Absent from a server that is older than it. */
  ask_rating?: boolean;
  /** Agents see what is typed before it is sent. */
  typing_preview?: boolean;
  /** What is asked before the first message; absent from a server that is older than it. */
  pre_chat?: readonly Field[];
  attachments: AttachmentLimits;
}

export type InboxState =
  | { kind: "loading" }
  | { kind: "ready"; inbox: Inbox }
  | { kind: "unknown" }
  | { kind: "unreachable" };

/** Whether people are there changes over a visit; older knowledge than this is asked for again. */
const FRESH_MS = 60_000;
const ANSWER_MS_MAX = 15_000;
/** What is asked at the very moment of opening might be answered a moment before it. */
const OPENED_AFTER_MS = 1_000;
/** Later openings are asked about long before; a browser's timers count to 2^31. */
const TIMER_MS_MAX = 86_400_000;

/**
 * The inbox, asked for while the frame is seen. `reload` is for the person who will not wait;
 * `refresh` asks again behind what is on the screen.
 */
export function useInbox(
  key: string,
  visible: boolean,
): { state: InboxState; reload: () => void; refresh: () => void } {
  const [state, setState] = useState<InboxState>({ kind: "loading" });
  const askedAt = useRef(0);
  const load = useCallback(async () => {
    askedAt.current = Date.now();
    const answer = await fetchInbox(key);
    // What is known stays on the screen when asking again fails.
    setState((known) => (answer.kind === "unreachable" && known.kind === "ready" ? known : answer));
  }, [key]);
  const reload = useCallback(() => {
    setState({ kind: "loading" });
    void load();
  }, [load]);
  useEffect(() => {
    if (Date.now() - askedAt.current >= FRESH_MS) void load();
    if (!visible) return;
    const timer = setInterval(load, FRESH_MS);
    window.addEventListener("online", load);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", load);
    };
  }, [visible, load]);
  const opensAt = state.kind === "ready" ? state.inbox.next_opening_at : null;
  useEffect(() => {
    const wait = opensAt === null ? null : Date.parse(opensAt) - Date.now();
    if (!visible || wait === null || wait > TIMER_MS_MAX) return;
    const timer = setTimeout(load, Math.max(wait, 0) + OPENED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [visible, opensAt, load]);
  return { state, reload, refresh: load };
}

async function fetchInbox(key: string): Promise<InboxState> {
  if (key === "") return { kind: "unknown" };
  try {
    const response = await fetch(`/webchat/v1/inboxes/${encodeURIComponent(key)}`, {
      credentials: "omit",
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    if (response.status === 404) return { kind: "unknown" };
    if (!response.ok) return { kind: "unreachable" };
    return { kind: "ready", inbox: (await response.json()) as Inbox };
  } catch {
    return { kind: "unreachable" };
  }
}
