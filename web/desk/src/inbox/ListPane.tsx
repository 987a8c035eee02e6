import { useEffect } from "react";
import type { ConversationFilter } from "~/api/conversations";
import { useMe } from "~/api/session";
import { useT } from "~/messages";
import { Offers } from "~/offers/Offers";
import { useTopics } from "~/socket/desk";
import { ConversationList } from "./ConversationList";
import { ListFilter } from "./ListFilter";
import classes from "./ListPane.module.css";
import { rememberView } from "./lastView";
import { ViewNav } from "./ViewNav";

export function ListPane({ filter }: { filter: ConversationFilter }) {
  const t = useT();
  const { view } = filter;
  useTopics(topicOf(view, useMe().agent.id));
  useEffect(() => rememberView(view), [view]);

  return (
    <aside className={classes.pane} aria-label={t("nav.inbox")}>
      <header className={classes.header}>
        <h1>{t("nav.inbox")}</h1>
        <ListFilter filter={filter} />
      </header>
      <Offers />
      <ViewNav view={view} />
      <ConversationList key={`${view} ${filter.status} ${filter.tag}`} filter={filter} />
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
