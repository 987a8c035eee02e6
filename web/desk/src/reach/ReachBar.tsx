import { Button, Menu } from "@mantine/core";
import type { Conversation, Reach } from "@rapport/api-client";
import { ChevronDown } from "lucide-react";
import { useDirectory } from "~/api/directory";
import { AreaMessages } from "~/app/AreaMessages";
import { type MessageId, useT } from "~/messages";
import { useCurrency } from "~/money/useCurrency";
import { useMoney } from "~/money/useMoney";
import classes from "./ReachBar.module.css";
import { picked, type Reaching } from "./reach";

interface Props {
  conversation: Conversation;
  reaching: Reaching;
}

/** By what the answer goes, what else there is, and what is suggested. */
export default function ReachBar(props: Props) {
  return (
    <AreaMessages area="mail" meanwhile={null}>
      <Bar {...props} />
    </AreaMessages>
  );
}

function Bar({ conversation, reaching: { reaches, chosen } }: Props) {
  const t = useT();
  const inboxes = useDirectory("inboxes");
  const money = useMoney(useCurrency());
  const costOf = (reach: Reach) => inboxes.get(reach.inbox_id)?.sent_message_cost_micros ?? 0;
  const channelOf = (reach: Reach) => t(`channel.${reach.channel}` as MessageId);
  // Two of one channel are told apart by their names.
  const nameOf = (reach: Reach) => {
    const isOnly = reaches.filter(({ channel }) => channel === reach.channel).length === 1;
    const inbox = inboxes.get(reach.inbox_id)?.name;
    return isOnly || !inbox ? channelOf(reach) : `${channelOf(reach)}: ${inbox}`;
  };

  if (!chosen) return null;
  return (
    <Menu position="top-start" width={300}>
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="subtle"
          rightSection={<ChevronDown size={12} aria-hidden />}
          aria-label={t("reach.choose", { channel: nameOf(chosen) })}
        >
          {t("reach.by", { channel: nameOf(chosen) })}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("reach.heading")}</Menu.Label>
        <Menu.RadioGroup
          value={chosen.inbox_id}
          onChange={(inbox_id) => picked.set(conversation.id, inbox_id)}
        >
          {reaches.map((reach) => (
            <Menu.RadioItem
              key={reach.inbox_id}
              value={reach.inbox_id}
              disabled={reach.state === "unreachable"}
              closeMenuOnClick
            >
              <span>{nameOf(reach)}</span>
              {reach.mail && reach.mail.to.length > 0 && (
                <bdi className={classes.address}>
                  {reach.mail.to.map(({ address }) => address).join(", ")}
                </bdi>
              )}
              <span className={classes.reason}>{t(`reach.reason_${reach.reason}`)}</span>
              {reach.consent?.state === "given" && (
                <span className={classes.reason}>{t("reach.consent_given")}</span>
              )}
              {costOf(reach) > 0 && (
                <span className={classes.reason}>{t("reach.cost", { cost: money(costOf(reach)) })}</span>
              )}
              {reach.suggestion && (
                <span className={classes.reason}>
                  {t("reach.suggested", { why: t(`reach.suggestion_${reach.suggestion}`) })}
                </span>
              )}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
