import { ActionIcon, CloseButton, Tooltip } from "@mantine/core";
import type { Conversation } from "@rapport/api-client";
import { AlarmClock, Check, RotateCcw, Tag, UserPlus } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import type { ConversationStatus } from "~/api/conversations";
import { useMe } from "~/api/session";
import { type MessageId, useT } from "~/messages";
import classes from "./BulkBar.module.css";
import { useBulk } from "./useBulk";

const SnoozeDialog = lazy(() => import("~/snooze/SnoozeDialog"));
const TagDialog = lazy(() => import("~/tags/TagDialog"));

interface Props {
  chosen: Conversation[];
  status: ConversationStatus;
  onClear: () => void;
}

/** In the place of the list's head while conversations are chosen: what to do with all of them. */
export default function BulkBar({ chosen, status, onClear }: Props) {
  const t = useT();
  const me = useMe().agent.id;
  const [asked, ask] = useState<"snooze" | "tags" | null>(null);
  const done = () => {
    ask(null);
    onClear();
  };
  const bulk = useBulk(
    chosen.map(({ id }) => id),
    done,
  );
  const settled = status === "resolved";
  // A tag is on all of them, or it is to be put on the others.
  const [first, ...others] = chosen;
  const common = (first?.tag_ids ?? []).filter((id) => others.every((one) => one.tag_ids.includes(id)));

  return (
    <div
      className={classes.root}
      role="toolbar"
      aria-label={t("bulk.title")}
      aria-busy={bulk.busy || undefined}
    >
      <CloseButton aria-label={t("bulk.clear")} onClick={onClear} />
      <strong>{t("bulk.chosen", { count: chosen.length })}</strong>
      {!settled && (
        <Act label="conversation.assign_me" busy={bulk.busy} onClick={() => bulk.assign(me)}>
          <UserPlus size={17} />
        </Act>
      )}
      <Act label="conversation.tags" busy={bulk.busy} onClick={() => ask("tags")}>
        <Tag size={17} />
      </Act>
      {!settled && (
        <Act label="conversation.snooze" busy={bulk.busy} onClick={() => ask("snooze")}>
          <AlarmClock size={17} />
        </Act>
      )}
      {status !== "open" && (
        <Act label="conversation.reopen" busy={bulk.busy} onClick={bulk.reopen}>
          <RotateCcw size={17} />
        </Act>
      )}
      {!settled && (
        <Act label="conversation.resolve" busy={bulk.busy} onClick={bulk.resolve}>
          <Check size={17} />
        </Act>
      )}
      <Suspense>
        {asked === "snooze" && (
          <SnoozeDialog busy={bulk.busy} onSet={bulk.snooze} onClose={() => ask(null)} />
        )}
        {asked === "tags" && <TagDialog on={common} onChange={bulk.tag} onClose={() => ask(null)} />}
      </Suspense>
    </div>
  );
}

interface ActProps {
  label: MessageId;
  busy: boolean;
  onClick: () => void;
  children: ReactNode;
}

function Act({ label, busy, onClick, children }: ActProps) {
  const t = useT();
  return (
    <Tooltip label={t(label)}>
      <ActionIcon aria-label={t(label)} disabled={busy} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
