import { CheckCheck, Inbox } from "lucide-react";
import type { ConversationStatus } from "~/api/conversations";
import { useMe } from "~/api/session";
import { useT } from "~/messages";
import { usePresenceOf } from "~/presence/usePresence";
import { EmptyState } from "~/ui/EmptyState";

/** Nothing here: and what to do about it, which for "mine" depends on whether I take work at all. */
export function EmptyView({ view, status }: { view: string; status: ConversationStatus }) {
  const t = useT();
  const presence = usePresenceOf(useMe().agent.id);
  if (status === "resolved") return <EmptyState icon={CheckCheck} title={t("inbox.empty_resolved")} />;
  if (view !== "mine") return <EmptyState icon={CheckCheck} title={t("inbox.empty_view")} />;
  const online = presence?.state === "online";
  return (
    <EmptyState
      icon={Inbox}
      title={t("inbox.empty_mine")}
      hint={online ? t("inbox.empty_mine_online") : t("inbox.empty_mine_away")}
    />
  );
}
