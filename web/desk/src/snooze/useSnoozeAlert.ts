import { useEffect } from "react";
import { useMe } from "~/api/session";
import { useT } from "~/messages";
import { desk } from "~/socket/desk";
import { toast } from "~/ui/toasts";

/** Says when a conversation of mine comes back because its time has come. */
export function useSnoozeAlert() {
  const t = useT();
  const me = useMe().agent.id;
  useEffect(
    () =>
      desk.onFrame((frame) => {
        if (frame.type !== "event" || frame.event.type !== "conversation.unsnoozed") return;
        const { actor, data } = frame.event;
        if (actor.kind !== "system" || data.conversation.assignee_id !== me) return;
        toast("good", t("snooze.back", { name: data.conversation.contact.name ?? t("contact.visitor") }));
      }),
    [me, t],
  );
}
