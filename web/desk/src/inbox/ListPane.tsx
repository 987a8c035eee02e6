import { SegmentedControl } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import type { ConversationStatus } from "~/api/conversations";
import { useMe } from "~/api/session";
import { useT } from "~/messages";
import { Offers } from "~/offers/Offers";
import { useTopics } from "~/socket/desk";
import { ConversationList } from "./ConversationList";
import classes from "./ListPane.module.css";
import { rememberView } from "./lastView";
import { ViewNav } from "./ViewNav";

interface Props {
  view: string;
  status: ConversationStatus;
}

export function ListPane({ view, status }: Props) {
  const t = useT();
  const navigate = useNavigate();
  useTopics(topicOf(view, useMe().agent.id));
  useEffect(() => rememberView(view), [view]);

  return (
    <aside className={classes.pane} aria-label={t("nav.inbox")}>
      <header className={classes.header}>
        <h1>{t("nav.inbox")}</h1>
        <SegmentedControl
          size="xs"
          aria-label={t("inbox.status")}
          value={status}
          onChange={(value) =>
            void navigate({
              to: "/inbox/$view",
              params: { view },
              search: value === "resolved" ? { status: "resolved" } : {},
            })
          }
          data={[
            { value: "open", label: t("status.open") },
            { value: "resolved", label: t("status.resolved") },
          ]}
        />
      </header>
      <Offers />
      <ViewNav view={view} status={status} />
      <ConversationList view={view} status={status} />
    </aside>
  );
}

/** The events that can change what a view lists. */
function topicOf(view: string, me: string): string {
  switch (view) {
    case "mine":
      return `agent:${me}`;
    case "unassigned":
    case "all":
      return "all";
    default:
      return `queue:${view}`;
  }
}
