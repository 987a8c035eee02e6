import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { AlarmClock, AtSign, CheckCheck, Inbox, Tag } from "lucide-react";
import type { ConversationFilter } from "~/api/conversations";
import { useMay, useMe } from "~/api/session";
import { useFirstSteps } from "~/firstSteps/useFirstSteps";
import { useT } from "~/messages";
import { usePresenceOf, useSetPresence } from "~/presence/usePresence";
import { EmptyState } from "~/ui/EmptyState";
import classes from "./EmptyView.module.css";

/** Nothing here: and what to do about it, which for "mine" depends on whether I take work at all. */
export function EmptyView({ view, status, tag, segment, channel, unanswered }: ConversationFilter) {
  const t = useT();
  const presence = usePresenceOf(useMe().agent.id);
  const mayTakeWork = useMay("conversations:write");
  const setPresence = useSetPresence();
  const firstSteps = useFirstSteps();
  if (segment || channel || unanswered)
    return <EmptyState icon={CheckCheck} title={t("inbox.empty_filter")} />;
  if (tag) return <EmptyState icon={Tag} title={t("inbox.empty_tag")} />;
  if (status === "snoozed") return <EmptyState icon={AlarmClock} title={t("inbox.empty_snoozed")} />;
  if (status === "resolved") return <EmptyState icon={CheckCheck} title={t("inbox.empty_resolved")} />;
  if (view === "mentioned") {
    return (
      <EmptyState icon={AtSign} title={t("inbox.empty_mentioned")} hint={t("inbox.empty_mentioned_hint")} />
    );
  }
  if (view !== "mine") return <EmptyState icon={CheckCheck} title={t("inbox.empty_view")} />;
  const online = presence?.state === "online";
  return (
    <EmptyState
      icon={Inbox}
      title={t("inbox.empty_mine")}
      hint={!mayTakeWork ? undefined : online ? t("inbox.empty_mine_online") : t("inbox.empty_mine_away")}
    >
      <div className={classes.actions}>
        {mayTakeWork && !online && (
          <Button
            loading={setPresence.isPending}
            onClick={() => setPresence.mutate({ state: "online", reason: null })}
          >
            {t("palette.go_online")}
          </Button>
        )}
        {firstSteps && (
          <Button
            variant="default"
            className={classes.steps}
            renderRoot={(props) => <Link to="/settings/first-steps" {...props} />}
          >
            {t("first_steps.title")}
          </Button>
        )}
      </div>
    </EmptyState>
  );
}
