import { Button } from "@mantine/core";
import type { Conversation, Reach } from "@rapport/api-client";
import { AreaMessages } from "~/app/AreaMessages";
import { useContactName } from "~/contacts/useContactName";
import RouteBar from "~/mail/RouteBar";
import { type MessageId, useT } from "~/messages";
import classes from "./ReachLine.module.css";
import { picked, type Reaching } from "./reach";

interface Props {
  conversation: Conversation;
  reaching: Reaching;
}

/** Where the answer goes, and what speaks against it. */
export default function ReachLine({ conversation, reaching }: Props) {
  const { chosen } = reaching;
  const byMail = (chosen?.channel ?? conversation.channel) === "email";
  return (
    <>
      {byMail && (
        <RouteBar key={conversation.id} conversation={conversation} mail={chosen?.mail ?? undefined} />
      )}
      <AreaMessages area="mail" meanwhile={null}>
        <Remark conversation={conversation} reaching={reaching} />
      </AreaMessages>
    </>
  );
}

function Remark({ conversation, reaching: { reaches, chosen, suggested } }: Props) {
  const t = useT();
  const name = useContactName(conversation.contact);
  if (!chosen) return reaches.length > 0 && <p className={classes.remark}>{t("reach.nobody")}</p>;
  if (suggested?.suggestion === "left_chat" && suggested.inbox_id !== chosen.inbox_id) {
    return (
      <p className={classes.remark}>
        <span>{t("reach.left", { name })}</span>
        <Button
          size="compact-xs"
          variant="light"
          onClick={() => picked.set(conversation.id, suggested.inbox_id)}
        >
          {t("reach.switch", { channel: t(`channel.${suggested.channel}` as MessageId) })}
        </Button>
      </p>
    );
  }
  const doubt = doubtOf(chosen);
  return doubt && <p className={classes.remark}>{t(doubt)}</p>;
}

/** Why they may not see it, or not at once. */
function doubtOf({ reason, suggestion }: Reach): MessageId | null {
  if (reason === "refused") return "reach.reason_refused";
  if (suggestion && suggestion !== "wrote_last") return `reach.suggestion_${suggestion}`;
  const isDoubtful = reason === "last_failed" || reason === "unconfirmed" || reason === "away";
  return isDoubtful ? `reach.reason_${reason}` : null;
}
