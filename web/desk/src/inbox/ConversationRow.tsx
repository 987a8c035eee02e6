import type { Conversation } from "@rapport/api-client";
import { Link } from "@tanstack/react-router";
import { Reply } from "lucide-react";
import { memo } from "react";
import { useDirectory } from "~/api/directory";
import { useMe } from "~/api/session";
import { useContactName } from "~/contacts/useContactName";
import { WaitingChip } from "~/conversation/WaitingChip";
import { MentionMark } from "~/mentions/MentionMark";
import { useT } from "~/messages";
import { useWhen } from "~/snooze/useWhen";
import { TagDots } from "~/tags/TagDots";
import { RelativeTime } from "~/time/RelativeTime";
import { Avatar } from "~/ui/Avatar";
import { ChannelIcon } from "~/ui/ChannelIcon";
import classes from "./ConversationRow.module.css";
import { DraftMark } from "./DraftMark";

interface Props {
  view: string;
  conversation: Conversation;
  selected: boolean;
}

export const ConversationRow = memo(function ConversationRow({ view, conversation, selected }: Props) {
  const t = useT();
  const me = useMe().agent.id;
  const when = useWhen();
  const name = useContactName(conversation.contact);
  const agents = useDirectory("agents");
  const { assignee_id, contact, contact_online, preview, snoozed_until, subject, unread } = conversation;
  const assignee = assignee_id && assignee_id !== me ? agents.get(assignee_id) : undefined;
  const ours = preview?.author === "agent";

  return (
    <Link
      to="/inbox/$view/$conversationId"
      params={{ view, conversationId: conversation.id }}
      search={(search) => search}
      className={classes.row}
      aria-current={selected ? "true" : undefined}
      data-unread={unread > 0 || undefined}
    >
      <Avatar seed={contact.id} name={name} state={contact_online ? "online" : undefined} />
      <span className={classes.words}>
        <span className={classes.first}>
          <span className={classes.name} dir="auto">
            {name}
          </span>
          <ChannelIcon channel={conversation.channel} />
          <TagDots ids={conversation.tag_ids} />
          {assignee && <span className={classes.assignee}>{assignee.name}</span>}
          {snoozed_until ? (
            <time dateTime={snoozed_until} className={classes.time}>
              {t("conversation.snoozed_until", { when: when(snoozed_until) })}
            </time>
          ) : (
            <RelativeTime at={conversation.updated_at} className={classes.time} />
          )}
        </span>
        <span className={classes.second}>
          <DraftMark id={conversation.id} />
          <span className={classes.preview} dir="auto">
            {ours && <Reply className={classes.ours} size={13} aria-label={t("inbox.answered")} />}
            {preview?.text ?? subject ?? t("inbox.no_messages")}
          </span>
          <MentionMark id={conversation.id} />
          <WaitingChip conversation={conversation} />
          {unread > 0 && (
            <span className={classes.unread}>
              <span className="visually-hidden">{t("inbox.unread", { count: unread })}</span>
              <span aria-hidden>{unread > 99 ? "99+" : unread}</span>
            </span>
          )}
        </span>
      </span>
    </Link>
  );
});
