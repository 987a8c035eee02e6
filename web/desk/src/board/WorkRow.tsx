import { Button } from "@mantine/core";
import type { Work } from "@rapport/api-client";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useIntl } from "react-intl";
import { useDirectory } from "~/api/directory";
import { useMay } from "~/api/session";
import { useContactName } from "~/contacts/useContactName";
import { useT } from "~/messages";
import { shortDuration } from "~/time/duration";
import { useNow } from "~/time/now";
import { Avatar } from "~/ui/Avatar";
import { ChannelIcon } from "~/ui/ChannelIcon";
import { Chip } from "~/ui/Chip";
import { PriorityMenu } from "./PriorityMenu";
import classes from "./WorkList.module.css";

const TransferDialog = lazy(() => import("~/conversation/TransferDialog"));

/** One person: how they came, how long they have waited, and what a supervisor can do for them. */
export function WorkRow({ work }: { work: Work }) {
  const t = useT();
  const intl = useIntl();
  const now_ms = useNow();
  const agents = useDirectory("agents");
  const mayManage = useMay("board:manage");
  const [moving, setMoving] = useState(false);
  const { conversation, state } = work;
  const name = useContactName(conversation.contact);
  const agentName = (id: string) => agents.get(id)?.name ?? t("actor.agent");
  const waits = state.kind === "waiting" || state.kind === "offered";
  const since = state.kind === "active" ? state.since : work.enqueued_at;
  const language = work.language
    ? (new Intl.DisplayNames(intl.locale, { type: "language", fallback: "code" }).of(work.language) ??
      work.language)
    : null;

  return (
    <li className={classes.row}>
      <Avatar seed={conversation.contact.id} name={name} size={28} />
      <div className={classes.words}>
        <Link
          to="/inbox/$view/$conversationId"
          params={{ view: "all", conversationId: conversation.id }}
          aria-label={t("board.open_conversation", { name })}
        >
          <bdi>{name}</bdi>
        </Link>
        <span className={classes.said} dir="auto">
          {conversation.preview?.text}
        </span>
      </div>
      <ChannelIcon channel={work.channel} />
      {language && <span className={classes.fact}>{language}</span>}
      {state.kind === "offered" && (
        <Chip tone="warn">{t("board.ringing", { agent: intl.formatList(state.to.map(agentName)) })}</Chip>
      )}
      {state.kind === "active" && (
        <Chip tone="good">{t("board.talks", { agent: agentName(state.agent_id) })}</Chip>
      )}
      {state.kind === "wrap_up" && <Chip tone="plain">{t("board.wraps_up")}</Chip>}
      {waits && work.channel === "webchat" && !conversation.contact_online && (
        <Chip tone="plain">{t("board.contact_left")}</Chip>
      )}
      <span className={classes.wait}>{shortDuration(now_ms - Date.parse(since), intl.locale)}</span>
      {waits && <PriorityMenu work={work} />}
      {mayManage && state.kind !== "wrap_up" && (
        <Button
          variant="default"
          size="compact-xs"
          aria-label={t("board.reassign_of", { name })}
          onClick={() => setMoving(true)}
        >
          {t("board.reassign")}
        </Button>
      )}
      <Suspense>
        {moving && <TransferDialog conversation={conversation} onClose={() => setMoving(false)} />}
      </Suspense>
    </li>
  );
}
