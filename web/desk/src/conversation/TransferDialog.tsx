import { Button, Group, SegmentedControl, Select, Textarea } from "@mantine/core";
import type { Conversation } from "@rapport/api-client";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useDirectory } from "~/api/directory";
import { useAnswers } from "~/api/permissions";
import { presenceQuery } from "~/api/presence";
import { useMe } from "~/api/session";
import { useT } from "~/messages";
import { Dialog } from "~/ui/Dialog";
import { toast } from "~/ui/toasts";
import { useConversationActions } from "./actions";
import classes from "./TransferDialog.module.css";

type Target = "queue" | "agent";

export default function TransferDialog({
  conversation,
  onClose,
}: {
  conversation: Conversation;
  onClose: () => void;
}) {
  const t = useT();
  const me = useMe().agent.id;
  const queues = useDirectory("queues");
  const agents = useDirectory("agents");
  const answers = useAnswers();
  const { data: presence } = useQuery(presenceQuery);
  const { transfer } = useConversationActions(conversation.id);
  const [target, setTarget] = useState<Target>("queue");
  const [chosen, setChosen] = useState<string | null>(null);
  const [note, setNote] = useState("");

  const options =
    target === "queue"
      ? [...queues.values()]
          .filter((queue) => !queue.archived && queue.id !== conversation.queue_id)
          .map((queue) => ({ value: queue.id, label: queue.name }))
      : [...agents.values()]
          .filter((agent) => !agent.archived && agent.id !== me && answers(agent))
          .map((agent) => {
            const state = presence?.items.find((item) => item.agent_id === agent.id)?.state ?? "offline";
            return { value: agent.id, label: `${agent.name} · ${t(`presence.${state}`)}`, state };
          })
          .sort((a, b) => Number(b.state === "online") - Number(a.state === "online"));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!chosen) return;
    const where = target === "queue" ? { queue_id: chosen } : { agent_id: chosen };
    transfer.mutate(
      { ...where, note: note.trim() || undefined },
      {
        onSuccess: () => {
          toast("good", t("transfer.done"));
          onClose();
        },
      },
    );
  };

  return (
    <Dialog onClose={onClose} title={t("transfer.title")}>
      <form onSubmit={submit} className={classes.form}>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={t("transfer.title")}
          value={target}
          onChange={(value) => {
            setTarget(value as Target);
            setChosen(null);
          }}
          data={[
            { value: "queue", label: t("transfer.to_queue") },
            { value: "agent", label: t("transfer.to_agent") },
          ]}
        />
        <Select
          key={target}
          searchable
          data-autofocus
          label={target === "queue" ? t("field.queue") : t("field.agent")}
          placeholder={t("transfer.choose")}
          nothingFoundMessage={t("action.nothing_found")}
          data={options}
          value={chosen}
          onChange={setChosen}
        />
        <Textarea
          label={t("transfer.note")}
          description={t("transfer.note_hint")}
          autosize
          minRows={2}
          maxRows={6}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" disabled={!chosen} loading={transfer.isPending}>
            {t("conversation.transfer")}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
