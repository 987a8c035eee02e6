import { ActionIcon, Button, Tooltip } from "@mantine/core";
import type { Conversation } from "@rapport/api-client";
import { Link, useParams } from "@tanstack/react-router";
import { ArrowLeft, ArrowLeftRight, Check, PanelRight, RotateCcw } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useDirectory } from "~/api/directory";
import { useMe } from "~/api/session";
import { useContactName } from "~/contacts/useContactName";
import { useT } from "~/messages";
import { useShortcuts } from "~/shortcuts/useShortcuts";
import { ChannelIcon } from "~/ui/ChannelIcon";
import { useConversationActions } from "./actions";
import classes from "./Header.module.css";
import { MoreMenu } from "./MoreMenu";
import { WaitingChip } from "./WaitingChip";

const TransferDialog = lazy(() => import("./TransferDialog"));

interface Props {
  conversation: Conversation;
  onPanel: () => void;
}

export function Header({ conversation, onPanel }: Props) {
  const t = useT();
  const me = useMe().agent.id;
  const { view = "mine" } = useParams({ strict: false });
  const name = useContactName(conversation.contact);
  const queue = useDirectory("queues").get(conversation.queue_id ?? "");
  const assignee = useDirectory("agents").get(conversation.assignee_id ?? "");
  const [transferring, setTransferring] = useState(false);
  const { resolve, reopen, assign } = useConversationActions(conversation.id);
  const open = conversation.status === "open";

  useShortcuts({
    e: () => open && resolve.mutate(),
    t: () => open && setTransferring(true),
    a: () => open && assign.mutate(me),
  });

  return (
    <header className={classes.header}>
      <ActionIcon
        className={classes.back}
        aria-label={t("action.back")}
        renderRoot={(props) => (
          <Link to="/inbox/$view" params={{ view }} search={(search) => search} {...props} />
        )}
      >
        <ArrowLeft size={18} />
      </ActionIcon>
      <div className={classes.words}>
        <h2 title={conversation.subject ?? name} dir="auto">
          {conversation.subject ?? name}
        </h2>
        <p>
          <ChannelIcon channel={conversation.channel} />
          {conversation.subject && <span dir="auto">{name}</span>}
          {queue && <span className={classes.wide}>{queue.name}</span>}
          {open && (
            <span className={classes.wide}>
              {assignee ? assignedTo(assignee.id === me, assignee.name, t) : t("conversation.unassigned")}
            </span>
          )}
          <WaitingChip conversation={conversation} />
        </p>
      </div>
      {open && (
        <Tooltip label={`${t("conversation.transfer")} (T)`}>
          <ActionIcon aria-label={t("conversation.transfer")} onClick={() => setTransferring(true)}>
            <ArrowLeftRight size={17} />
          </ActionIcon>
        </Tooltip>
      )}
      <MoreMenu conversation={conversation} />
      <ActionIcon className={classes.panel} aria-label={t("customer.title")} onClick={onPanel}>
        <PanelRight size={17} />
      </ActionIcon>
      {open ? (
        <Tooltip label={`${t("conversation.resolve")} (E)`}>
          <Button
            variant="default"
            className={classes.resolve}
            leftSection={<Check size={15} />}
            loading={resolve.isPending}
            onClick={() => resolve.mutate()}
          >
            {t("conversation.resolve")}
          </Button>
        </Tooltip>
      ) : (
        <Button
          variant="default"
          leftSection={<RotateCcw size={15} />}
          loading={reopen.isPending}
          onClick={() => reopen.mutate()}
        >
          {t("conversation.reopen")}
        </Button>
      )}
      <Suspense>
        {transferring && (
          <TransferDialog conversation={conversation} onClose={() => setTransferring(false)} />
        )}
      </Suspense>
    </header>
  );
}

function assignedTo(mine: boolean, name: string, t: ReturnType<typeof useT>): string {
  return mine ? t("conversation.assigned_me") : t("conversation.assigned_to", { name });
}
