import { createFileRoute, Outlet, useChildMatches } from "@tanstack/react-router";
import classes from "~/inbox/Inbox.module.css";
import { ListPane } from "~/inbox/ListPane";
import { inboxSearch } from "~/inbox/search";

export const Route = createFileRoute("/inbox/$view")({
  validateSearch: inboxSearch,
  component: InboxPage,
});

function InboxPage() {
  const { view } = Route.useParams();
  const { status = "open", tag } = Route.useSearch();
  const inConversation = useChildMatches().some((match) => match.routeId === "/inbox/$view/$conversationId");
  return (
    <div className={classes.panes} data-conversation={inConversation || undefined}>
      <ListPane filter={{ view, status, tag }} />
      <Outlet />
    </div>
  );
}
