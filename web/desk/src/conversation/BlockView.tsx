import { useIntl } from "react-intl";
import { type MessageId, useT } from "~/messages";
import classes from "./BlockView.module.css";
import { EventsFold } from "./EventsFold";
import type { Receipt } from "./receipt";
import { Turn } from "./Turn";
import type { Block } from "./timeline";

interface Props {
  block: Block;
  receipt: Receipt | null;
  /** Events of merging that can be undone. */
  splittable: ReadonlySet<string>;
}

export function BlockView({ block, receipt, splittable }: Props) {
  const t = useT();
  const intl = useIntl();
  switch (block.kind) {
    case "day":
      return (
        <h3 className={classes.divider}>
          {intl.formatDate(block.at, { weekday: "long", day: "numeric", month: "long", year: "numeric" })}
        </h3>
      );
    case "channel":
      return (
        <h3 className={classes.divider}>
          {t("conversation.continued_by", { channel: t(`channel.${block.channel}` as MessageId) })}
        </h3>
      );
    case "events":
      return <EventsFold entries={block.entries} splittable={splittable} />;
    case "turn":
      return <Turn block={block} receipt={receipt} />;
  }
}
