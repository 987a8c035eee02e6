import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { useMe } from "~/api/session";
import { useT } from "~/messages";
import { notificationsOn, soundOn } from "~/offers/alertPreferences";
import { beep } from "~/offers/beep";
import { useFrames } from "~/socket/desk";
import type { ServerFrame } from "~/socket/frames";
import { toast } from "~/ui/toasts";

/** Tells the agent that a colleague has named them in a note: at once, and wherever they are. */
export function useMentionAlert() {
  const t = useT();
  const me = useMe().agent.id;
  const navigate = useNavigate();
  useFrames(
    useCallback(
      (frame: ServerFrame) => {
        if (frame.type !== "event" || frame.event.type !== "note.created") return;
        const { entry } = frame.event.data;
        if (entry?.kind !== "note" || entry.author.id === me) return;
        if (!entry.mentioned_agent_ids?.includes(me)) return;
        const told = t("mentions.told", { name: entry.author.name ?? t("actor.agent") });
        const open = () =>
          void navigate({
            to: "/inbox/$view/$conversationId",
            params: { view: "mentioned", conversationId: entry.conversation_id },
          });
        if (soundOn()) beep();
        if (notificationsOn() && document.visibilityState === "hidden") {
          new Notification(told, { body: entry.text, tag: entry.id }).onclick = () => {
            window.focus();
            open();
          };
        }
        // Whoever has it before their eyes sees the note itself.
        if (window.location.pathname.endsWith(`/${entry.conversation_id}`)) return;
        toast("good", told, { label: t("mentions.open"), run: open });
      },
      [t, me, navigate],
    ),
  );
}
