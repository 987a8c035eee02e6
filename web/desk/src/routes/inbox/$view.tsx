import { createFileRoute, Outlet, useChildMatches } from "@tanstack/react-router";
import type { ConversationStatus } from "~/api/conversations";
import classes from "~/inbox/Inbox.module.css";
import { ListPane } from "~/inbox/ListPane";

export const Route = createFileRoute("/inbox/$view")({
  validateSearch: (search: Record<string, unknown>): { status?: ConversationStatus } =>
    search.status === "resolved" ? { status: "resolved" } : {},
  component: InboxPage,
});

function InboxPage() {
  const { view } = Route.useParams();
  const { status = "open" } = Route.useSearch();
  const inConversation = useChildMatches().some((match) => match.routeId === "/inbox/$view/$conversationId");
  return (
    <div className={classes.panes} data-conversation={inConversation || undefined}>
      <ListPane view={view} status={status} />
      <Outlet />
    </div>
  );
}
