import { useEffect } from "react";
import { useMe } from "~/api/session";
import { useT } from "~/messages";
import { Offers } from "~/offers/Offers";
import { useTopics } from "~/socket/desk";
import { ConversationList } from "./ConversationList";
import { ListFilter } from "./ListFilter";
import classes from "./ListPane.module.css";
import { rememberView } from "./lastView";
import type { List } from "./useList";
import { ViewNav } from "./ViewNav";

export function ListPane({ list }: { list: List }) {
  const t = useT();
  const { place, filter } = list;
  useTopics(topicOf(filter.view, useMe().agent.id));
  useEffect(() => rememberView(place), [place]);

  return (
    <aside className={classes.pane} aria-label={t("nav.inbox")}>
      <header className={classes.header}>
        <h1>{t("nav.inbox")}</h1>
        <ListFilter list={list} />
      </header>
      <Offers />
      <ViewNav place={place} />
      <ConversationList key={JSON.stringify(filter)} place={place} filter={filter} />
    </aside>
  );
}

/** The events that can change what a view lists. */
function topicOf(view: string, me: string): string {
  switch (view) {
    case "mine":
    case "mentioned":
      return `agent:${me}`;
    case "unassigned":
    case "all":
      return "all";
    default:
      return view.startsWith("agent_") ? `agent:${view}` : `queue:${view}`;
  }
}
