import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { ConversationSkeleton } from "./ConversationSkeleton";
import { drafts } from "./draftStore";
import { outbox } from "./outboxStore";

interface Props {
  id: string;
  intoId: string;
}

/** In place of a conversation that has become a part of another: goes on there, with what was begun. */
export default function MergedAway({ id, intoId }: Props) {
  const navigate = useNavigate();
  const { view = "all" } = useParams({ strict: false });
  useEffect(() => {
    drafts.follow(id, intoId);
    outbox.follow(id, intoId);
    void navigate({
      to: "/inbox/$view/$conversationId",
      params: { view, conversationId: intoId },
      search: (search) => search,
      replace: true,
    });
  }, [navigate, view, id, intoId]);
  return <ConversationSkeleton />;
}
