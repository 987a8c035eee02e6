import { useEffect, useState } from "preact/hooks";
import type { Client } from "./client";
import type { Session } from "./session";

/** The session as it is now; the view is drawn again with every change. */
export function useSession(client: Client): Session {
  const [session, setSession] = useState(client.session());
  useEffect(() => {
    const update = () => setSession(client.session());
    update();
    return client.subscribe(update);
  }, [client]);
  return session;
}

export type LinkState = "idle" | "connecting" | "live" | "reconnecting" | "offline";

/** The line in the words of the person who looks at it. */
export function linkState(session: Session): LinkState {
  if (session.link.kind === "idle" || session.link.kind === "live") return session.link.kind;
  if (!session.online) return "offline";
  return session.greeted || session.link.attempt > 0 ? "reconnecting" : "connecting";
}
