import { createFileRoute } from "@tanstack/react-router";
import { ConversationPage } from "~/conversation/ConversationPage";

export const Route = createFileRoute("/inbox/$view/$conversationId")({ component: ConversationRoute });

function ConversationRoute() {
  const { conversationId } = Route.useParams();
  // A fresh page for each conversation: drafts, scroll position and dialogs belong to one.
  return <ConversationPage key={conversationId} conversationId={conversationId} />;
}
