import { createFileRoute, Outlet, useChildMatches } from "@tanstack/react-router";
import classes from "~/inbox/Inbox.module.css";
import { ListPane } from "~/inbox/ListPane";
import { inboxSearch } from "~/inbox/search";
import { useList } from "~/inbox/useList";
import { ListSkeleton } from "~/ui/ListSkeleton";

export const Route = createFileRoute("/inbox/$view")({
  validateSearch: inboxSearch,
  component: InboxPage,
});

function InboxPage() {
  const list = useList(Route.useParams().view, Route.useSearch());
  const inConversation = useChildMatches().some((match) => match.routeId === "/inbox/$view/$conversationId");
  return (
    <div className={classes.panes} data-conversation={inConversation || undefined}>
      {list ? <ListPane list={list} /> : <ListSkeleton />}
      <Outlet />
    </div>
  );
}
