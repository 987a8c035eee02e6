import type { Conversation } from "@rapport/api-client";
import { useDirectory } from "~/api/directory";
import { useT } from "~/messages";
import { RelativeTime } from "~/time/RelativeTime";
import { ChannelIcon } from "~/ui/ChannelIcon";
import classes from "./MergeDialog.module.css";

interface Props {
  conversation: Conversation;
  checked: boolean;
  first: boolean;
  onChoose: () => void;
}

export function MergeChoice({ conversation, checked, first, onChoose }: Props) {
  const t = useT();
  const queue = useDirectory("queues").get(conversation.queue_id ?? "");
  return (
    <label className={classes.choice}>
      <input
        type="radio"
        name="into"
        checked={checked}
        data-autofocus={first || undefined}
        onChange={onChoose}
      />
      <span className={classes.words}>
        <span className={classes.facts}>
          <ChannelIcon channel={conversation.channel} />
          <span>{t(`status.${conversation.status}`)}</span>
          {queue && <span dir="auto">{queue.name}</span>}
          <RelativeTime at={conversation.updated_at} />
        </span>
        <span className={classes.text} dir="auto">
          {conversation.subject ?? conversation.preview?.text ?? t("inbox.no_messages")}
        </span>
      </span>
    </label>
  );
}
