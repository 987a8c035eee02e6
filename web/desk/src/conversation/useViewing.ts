import type { Actor } from "@rapport/api-client";
import { useCallback, useEffect, useState } from "react";
import { useMe } from "~/api/session";
import { desk, useFrames, usePhase } from "~/socket/desk";
import type { ServerFrame } from "~/socket/frames";

const NOBODY: Actor[] = [];

/** Tells the server which conversation is on my screen, again after each reconnect, and who else looks at it. */
export function useViewing(conversationId: string): Actor[] {
  const me = useMe().agent.id;
  const live = usePhase() === "live";
  const [others, setOthers] = useState(NOBODY);

  useFrames(
    useCallback(
      (frame: ServerFrame) => {
        if (frame.type === "viewers" && frame.conversation_id === conversationId) {
          setOthers(frame.agents.filter(({ id }) => id !== me));
        }
      },
      [conversationId, me],
    ),
  );
  useEffect(() => {
    if (!live) return;
    desk.say({ type: "viewing", conversation_id: conversationId });
    return () => {
      desk.say({ type: "viewing", conversation_id: null });
      setOthers(NOBODY);
    };
  }, [conversationId, live]);
  return others;
}
