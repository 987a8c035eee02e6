import { useEffect } from "react";
import { desk, usePhase } from "~/socket/desk";

/** Tells the server which conversation is on my screen, again after each reconnect. */
export function useViewing(conversationId: string) {
  const live = usePhase() === "live";
  useEffect(() => {
    if (!live) return;
    desk.say({ type: "viewing", conversation_id: conversationId });
    return () => desk.say({ type: "viewing", conversation_id: null });
  }, [conversationId, live]);
}
