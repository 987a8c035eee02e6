import type { ReportedConversation } from "@rapport/api-client";
import { Link } from "@tanstack/react-router";
import { useIntl } from "react-intl";
import { useMay } from "~/api/session";
import { useContactName } from "~/contacts/useContactName";
import { useT } from "~/messages";
import { RelativeTime } from "~/time/RelativeTime";
import { roughDuration } from "~/time/roughDuration";
import { ChannelIcon } from "~/ui/ChannelIcon";
import type { ReportFigure } from "./behind";
import classes from "./Reports.module.css";

interface Props {
  item: ReportedConversation;
  of: ReportFigure;
  money: (micros: number | null | undefined) => string;
}

export function BehindRow({ item, of, money }: Props) {
  const t = useT();
  const mayOpen = useMay("conversations:read");
  const { conversation } = item;
  const name = useContactName(conversation.contact);
  const row = (
    <>
      <ChannelIcon channel={conversation.channel} />
      <span className={classes.who}>
        <bdi>{name}</bdi>
      </span>
      <span className={classes.subject} dir="auto">
        {conversation.subject ?? conversation.preview?.text}
      </span>
      <span className={classes.adds}>
        <Part item={item} of={of} money={money} />
      </span>
      <span className={classes.state}>{t(`status.${conversation.status}`)}</span>
      <span className={classes.state}>
        <RelativeTime at={conversation.updated_at} />
      </span>
    </>
  );
  return (
    <li>
      {mayOpen ? (
        <Link
          to="/inbox/$view/$conversationId"
          params={{ view: "all", conversationId: conversation.id }}
          className={classes.row}
        >
          {row}
        </Link>
      ) : (
        <div className={classes.row}>{row}</div>
      )}
    </li>
  );
}

/** What the conversation adds to the figure. */
function Part({ item, of, money }: Props) {
  const t = useT();
  const { locale } = useIntl();
  switch (of) {
    case "volume":
      return <>{t("reports.bar", { received: item.received ?? 0, sent: item.sent ?? 0 })}</>;
    case "replies":
    case "first_replies":
      return <>{t("reports.waited", { time: roughDuration(item.wait_ms ?? 0, locale) })}</>;
    case "path":
      return <>{item.path.map((channel) => t(`channel.${channel}`)).join(" → ")}</>;
    case "repeated_questions":
      return <bdi>{item.keys.join(", ")}</bdi>;
    case "cost":
      return (
        <>
          {money(item.total_micros)} <small>{roughDuration(item.work_ms ?? 0, locale)}</small>
        </>
      );
  }
}
