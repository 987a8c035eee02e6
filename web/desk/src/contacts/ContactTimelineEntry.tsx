import type { Entry } from "@rapport/api-client";
import { Link } from "@tanstack/react-router";
import { useIntl } from "react-intl";
import { saidIn } from "~/conversation/said";
import { useEventText } from "~/conversation/useEventText";
import { useT } from "~/messages";
import { ChannelIcon } from "~/ui/ChannelIcon";
import classes from "./ContactPage.module.css";

export function ContactTimelineEntry({ entry }: { entry: Entry }) {
  const t = useT();
  const intl = useIntl();
  const eventText = useEventText();
  const author = entry.author.name ?? t(`actor.${entry.author.kind}`);
  return (
    <Link
      to="/inbox/$view/$conversationId"
      params={{ view: "all", conversationId: entry.conversation_id }}
      className={classes.entry}
    >
      <time dateTime={entry.at} className={classes.when}>
        {intl.formatDate(entry.at, { dateStyle: "short", timeStyle: "short" })}
      </time>
      {entry.kind === "event" ? (
        <span className={classes.event}>{eventText(entry.event, entry.author)}</span>
      ) : (
        <span>
          <span className={classes.who}>
            {entry.kind === "message" && <ChannelIcon channel={entry.channel} />}
            {entry.kind === "note" ? t("conversation.note_by", { name: author }) : author}
          </span>
          <span className={`${classes.text} ${entry.kind === "note" ? classes.note : ""}`} dir="auto">
            {saidIn(entry)}
          </span>
        </span>
      )}
    </Link>
  );
}
