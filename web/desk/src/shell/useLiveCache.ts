import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { sessionQuery, useMe } from "~/api/session";
import { applyFrame } from "~/cache/apply";
import { outbox } from "~/conversation/outboxStore";
import { desk } from "~/socket/desk";

/** Runs the socket while someone is signed in: its frames flow into the query cache, and nowhere else. */
export function useLiveCache() {
  const client = useQueryClient();
  const me = useMe().agent.id;

  useEffect(() => {
    const release = desk.retain([`agent:${me}`, "desk"]);
    const stopFrames = desk.onFrame((frame) => {
      if (frame.type === "event" && "entry" in frame.event.data && frame.event.data.entry) {
        outbox.match(frame.event.data.entry, me);
      }
      applyFrame(client, frame, me);
    });
    const stopRefetch = desk.onRefetch(() => void client.invalidateQueries());
    // A connection that keeps failing may mean that the session ended; the API can tell, a socket cannot.
    const stopWatch = desk.watch(() => {
      const { phase } = desk.getState();
      if (phase.kind === "waiting" && phase.attempt === 2) {
        void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      }
    });
    const online = () => desk.retryNow();
    window.addEventListener("online", online);
    desk.start();
    return () => {
      window.removeEventListener("online", online);
      stopFrames();
      stopRefetch();
      stopWatch();
      desk.stop();
      release();
    };
  }, [client, me]);
}
