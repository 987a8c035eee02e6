import { ActionIcon, Button, Tooltip } from "@mantine/core";
import type { Actor, Conversation } from "@rapport/api-client";
import { Link, useParams } from "@tanstack/react-router";
import {
  AlarmClock,
  ArrowLeft,
  ArrowLeftRight,
  Check,
  Merge,
  PanelRight,
  RotateCcw,
  Tag,
  UserPlus,
} from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useDirectory } from "~/api/directory";
import { useMay, useMe } from "~/api/session";
import { useContactName } from "~/contacts/useContactName";
import { type MessageId, useT } from "~/messages";
import { type Command, useCommandsHere } from "~/shortcuts/commands";
import { useWhen } from "~/snooze/useWhen";
import { TagStrip } from "~/tags/TagStrip";
import { ChannelIcon } from "~/ui/ChannelIcon";
import { Chip } from "~/ui/Chip";
import { useConversationActions } from "./actions";
import classes from "./Header.module.css";
import { MoreMenu } from "./MoreMenu";
import { RatingChip } from "./RatingChip";
import { Viewers } from "./Viewers";
import { WaitingChip } from "./WaitingChip";

const TransferDialog = lazy(() => import("./TransferDialog"));
const MergeDialog = lazy(() => import("./MergeDialog"));
const SnoozeDialog = lazy(() => import("~/snooze/SnoozeDialog"));
const TagDialog = lazy(() => import("~/tags/TagDialog"));

type Asked = "transfer" | "snooze" | "tags" | "merge" | null;

interface Props {
  conversation: Conversation;
  /** Colleagues who have it on their screens. */
  viewers: Actor[];
  onPanel: () => void;
}

export function Header({ conversation, viewers, onPanel }: Props) {
  const t = useT();
  const me = useMe().agent.id;
  const mayWrite = useMay("conversations:write");
  const { view = "mine" } = useParams({ strict: false });
  const name = useContactName(conversation.contact);
  const queue = useDirectory("queues").get(conversation.queue_id ?? "");
  const assignee = useDirectory("agents").get(conversation.assignee_id ?? "");
  const when = useWhen();
  const [asked, ask] = useState<Asked>(null);
  const { resolve, reopen, assign, snooze, tag } = useConversationActions(conversation.id);
  const { status, snoozed_until } = conversation;
  const open = status === "open";
  const settled = status === "resolved";
  const close = () => ask(null);

  const unsettled: Command[] = [
    { key: "e", label: "conversation.resolve", icon: Check, run: () => resolve.mutate() },
    { key: "t", label: "conversation.transfer", icon: ArrowLeftRight, run: () => ask("transfer") },
    { key: "a", label: "conversation.assign_me", icon: UserPlus, run: () => assign.mutate(me) },
    { key: "s", label: "conversation.snooze", icon: AlarmClock, run: () => ask("snooze") },
  ];
  const always: Command[] = [
    { key: "l", label: "conversation.tags", icon: Tag, run: () => ask("tags") },
    { key: "m", label: "conversation.merge", icon: Merge, run: () => ask("merge") },
  ];
  useCommandsHere(mayWrite ? [...(settled ? [] : unsettled), ...always] : []);

  return (
    <>
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
            {!settled && (
              <span className={classes.wide}>
                {assignee ? assignedTo(assignee.id === me, assignee.name, t) : t("conversation.unassigned")}
              </span>
            )}
            {snoozed_until && (
              <Chip tone="plain">
                <AlarmClock size={12} aria-hidden />
                {t("conversation.snoozed_until", { when: when(snoozed_until) })}
              </Chip>
            )}
            {conversation.rating && <RatingChip rating={conversation.rating} />}
            <WaitingChip conversation={conversation} />
          </p>
        </div>
        <Viewers agents={viewers} />
        {mayWrite && (
          <Action label="conversation.tags" keys="L" className={classes.wide} onClick={() => ask("tags")}>
            <Tag size={17} />
          </Action>
        )}
        {mayWrite && !settled && (
          <>
            <Action
              label="conversation.snooze"
              keys="S"
              className={classes.wide}
              onClick={() => ask("snooze")}
            >
              <AlarmClock size={17} />
            </Action>
            <Action label="conversation.transfer" keys="T" onClick={() => ask("transfer")}>
              <ArrowLeftRight size={17} />
            </Action>
          </>
        )}
        <MoreMenu
          conversation={conversation}
          onTags={() => ask("tags")}
          onMerge={() => ask("merge")}
          onSnooze={settled ? undefined : () => ask("snooze")}
          mayWrite={mayWrite}
        />
        <ActionIcon className={classes.panel} aria-label={t("customer.title")} onClick={onPanel}>
          <PanelRight size={17} />
        </ActionIcon>
        {mayWrite && !open && (
          <Button
            variant="default"
            className={classes.resolve}
            leftSection={<RotateCcw size={15} />}
            loading={reopen.isPending}
            onClick={() => reopen.mutate()}
          >
            {t(settled ? "conversation.reopen" : "conversation.unsnooze")}
          </Button>
        )}
        {mayWrite && !settled && (
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
        )}
      </header>
      <TagStrip ids={conversation.tag_ids} onChange={mayWrite ? () => ask("tags") : undefined} />
      <Suspense>
        {asked === "transfer" && <TransferDialog conversation={conversation} onClose={close} />}
        {asked === "merge" && <MergeDialog conversation={conversation} onClose={close} />}
        {asked === "snooze" && (
          <SnoozeDialog
            busy={snooze.isPending}
            onSet={(until) => snooze.mutate(until, { onSuccess: close })}
            onClose={close}
          />
        )}
        {asked === "tags" && (
          <TagDialog
            on={conversation.tag_ids}
            onChange={(id, on) => tag.mutate({ id, on })}
            onClose={close}
          />
        )}
      </Suspense>
    </>
  );
}

interface ActionProps {
  label: MessageId;
  /** Its shortcut. */
  keys: string;
  className?: string;
  onClick: () => void;
  children: ReactNode;
}

function Action({ label, keys, className, onClick, children }: ActionProps) {
  const t = useT();
  return (
    <Tooltip label={`${t(label)} (${keys})`}>
      <ActionIcon className={className} aria-label={t(label)} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function assignedTo(mine: boolean, name: string, t: ReturnType<typeof useT>): string {
  return mine ? t("conversation.assigned_me") : t("conversation.assigned_to", { name });
}
