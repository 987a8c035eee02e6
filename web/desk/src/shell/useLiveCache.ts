import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { draftsQuery } from "~/api/drafts";
import { sessionQuery, useMe } from "~/api/session";
import { applyFrame, applyOwnEntry } from "~/cache/apply";
import { continuityOf } from "~/cache/continuity";
import { drafts } from "~/conversation/draftStore";
import { outbox } from "~/conversation/outboxStore";
import { desk } from "~/socket/desk";

/** Runs the socket while someone is signed in: its frames flow into the query cache, and nowhere else. */
export function useLiveCache() {
  const client = useQueryClient();
  const me = useMe().agent.id;

  useEffect(() => {
    const release = desk.retain([`agent:${me}`, "desk"]);
    const askWhoIsSignedIn = () => void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    const stopOutbox = outbox.start(me, {
      deliver: (entry) => applyOwnEntry(client, entry),
      unauthorised: askWhoIsSignedIn,
    });
    const stopDrafts = drafts.start(me);
    const stopFrames = desk.onFrame((frame) => {
      // Among what a desk can be refused for is that its session has ended, in another tab for one.
      if (frame.type === "refused") askWhoIsSignedIn();
      const apply = () => applyFrame(client, frame, me);
      const entry = frame.type === "event" && "entry" in frame.event.data ? frame.event.data.entry : null;
      if (entry) outbox.witness(entry, apply);
      else apply();
    });
    const continuity = continuityOf(client);
    const stopRefetch = desk.onRefetch(() => {
      continuity.forgetAll();
      void client.invalidateQueries();
    });
    let live = false;
    const stopWatch = desk.watch(() => {
      const { phase } = desk.getState();
      if (phase.kind === "live" && !live) {
        outbox.connected();
        drafts.connected();
        // Not in the log: what other devices kept meanwhile is not told again.
        void client.invalidateQueries({ queryKey: draftsQuery.queryKey });
      }
      live = phase.kind === "live";
      // A connection that keeps failing may mean that the session ended; the API can tell, a socket cannot.
      if (phase.kind === "waiting" && phase.attempt === 2) askWhoIsSignedIn();
    });
    const online = () => {
      desk.retryNow();
      outbox.connected();
      drafts.connected();
    };
    window.addEventListener("online", online);
    desk.start();
    return () => {
      window.removeEventListener("online", online);
      stopOutbox();
      stopDrafts();
      stopFrames();
      stopRefetch();
      stopWatch();
      desk.stop();
      release();
    };
  }, [client, me]);
}
