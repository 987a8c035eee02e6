import type { Conversation } from "@rapport/api-client";
import { Link } from "@tanstack/react-router";
import { useDirectory } from "~/api/directory";
import { searchFor } from "~/inbox/search";
import { useT } from "~/messages";
import { RelativeTime } from "~/time/RelativeTime";
import { ChannelIcon } from "~/ui/ChannelIcon";
import classes from "./Before.module.css";

export function PastConversation({ conversation }: { conversation: Conversation }) {
  const t = useT();
  const queue = useDirectory("queues").get(conversation.queue_id ?? "");
  return (
    <Link
      to="/inbox/$view/$conversationId"
      params={{ view: "all", conversationId: conversation.id }}
      search={searchFor(conversation.status)}
      className={classes.link}
    >
      <span className={classes.facts}>
        <ChannelIcon channel={conversation.channel} />
        <span>{queue?.name ?? t(`status.${conversation.status}`)}</span>
        {conversation.status !== "resolved" && queue && <span>· {t(`status.${conversation.status}`)}</span>}
        <RelativeTime at={conversation.updated_at} />
      </span>
      <span className={classes.text} dir="auto">
        {conversation.subject ?? conversation.preview?.text ?? t("inbox.no_messages")}
      </span>
    </Link>
  );
}
