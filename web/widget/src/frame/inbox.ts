import type { AttachmentLimits } from "@rapport/attachments";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";

/** What a visitor may know about an inbox. */
export interface Inbox {
  brand: { name: string; colour: string };
  greeting: string;
  open: boolean;
  next_opening_at: string | null;
  agents_online: boolean;
  /** Absent from a server that is older than it. */
  ask_rating?: boolean;
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

/** The inbox, asked for while the frame is seen. `reload` is for the person who will not wait. */
export function useInbox(key: string, visible: boolean): [InboxState, () => void] {
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
  return [state, reload];
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
