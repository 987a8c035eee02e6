import { type Conversation, unwrap } from "@rapport/api-client";
import { useEffect, useSyncExternalStore } from "react";
import { api } from "~/api/client";
import { useUnseenMentions } from "~/mentions/useUnseenMentions";

function watchVisibility(watcher: () => void) {
  document.addEventListener("visibilitychange", watcher);
  return () => document.removeEventListener("visibilitychange", watcher);
}

/** What is open on a visible page counts as read. */
export function useMarkRead(conversation: Conversation | undefined) {
  const visible = useSyncExternalStore(watchVisibility, () => document.visibilityState === "visible");
  const id = conversation?.id;
  const mentions = useUnseenMentions();
  const news = conversation && (conversation.unread > 0 || mentions?.has(conversation.id));
  const up_to_seq = news ? conversation.last_seq : null;

  useEffect(() => {
    if (!visible || !id || up_to_seq === null) return;
    // A lost mark costs nothing: the next message brings another try.
    unwrap(
      api.POST("/api/v1/conversations/{id}/read", { params: { path: { id } }, body: { up_to_seq } }),
    ).catch(() => undefined);
  }, [visible, id, up_to_seq]);
}
