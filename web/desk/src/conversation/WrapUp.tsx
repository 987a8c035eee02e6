import { Button, Checkbox, Select, TextInput } from "@mantine/core";
import { type Conversation, type Interaction, unwrap } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "~/api/client";
import { useDirectory } from "~/api/directory";
import { useMe } from "~/api/session";
import { applyAnswer } from "~/cache/apply";
import { useT } from "~/messages";
import { CountdownRing } from "~/ui/CountdownRing";
import { useProblemToast } from "~/ui/useProblemToast";
import classes from "./WrapUp.module.css";

const WRAP_UP_DEFAULT_MS = 60_000;

interface Props {
  conversation: Conversation;
  interaction: Interaction;
  state: Extract<Interaction["state"], { kind: "wrap_up" }>;
}

/** Closing the work on a conversation: what it was, a last word for colleagues, and whether it is resolved. */
export default function WrapUp({ conversation, interaction, state }: Props) {
  const t = useT();
  const client = useQueryClient();
  const me = useMe().agent.id;
  const dispositions = [...useDirectory("dispositions").values()].filter((item) => !item.archived);
  const queue = useDirectory("queues").get(interaction.queue_id);
  const [dispositionId, setDispositionId] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const [resolved, setResolved] = useState(true);
  const open = conversation.status === "open";

  const complete = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST("/api/v1/interactions/{id}/complete", {
          params: { path: { id: interaction.id } },
          body: { disposition_id: dispositionId, note: note.trim() || null, resolve: open && resolved },
        }),
      ),
    onSuccess: (answer) => applyAnswer(client, answer, me),
    onError: useProblemToast(),
  });

  if (state.agent_id !== me) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    complete.mutate();
  };
  return (
    <form className={classes.panel} onSubmit={submit} aria-label={t("wrap_up.title")}>
      <div className={classes.head}>
        <CountdownRing
          until={state.until}
          total_ms={queue?.wrap_up_ms || WRAP_UP_DEFAULT_MS}
          label={t("wrap_up.seconds_left")}
        />
        <div>
          <strong>{t("wrap_up.title")}</strong>
          <p>{t("wrap_up.hint")}</p>
        </div>
      </div>
      <div className={classes.fields}>
        <Select
          size="xs"
          searchable
          aria-label={t("wrap_up.disposition")}
          placeholder={t("wrap_up.disposition")}
          nothingFoundMessage={t("action.nothing_found")}
          data={dispositions.map((item) => ({ value: item.id, label: item.name }))}
          value={dispositionId}
          onChange={setDispositionId}
        />
        <TextInput
          size="xs"
          aria-label={t("wrap_up.note")}
          placeholder={t("wrap_up.note")}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {open && (
          <Checkbox
            size="xs"
            label={t("wrap_up.resolve")}
            checked={resolved}
            onChange={(event) => setResolved(event.currentTarget.checked)}
          />
        )}
        <Button type="submit" loading={complete.isPending}>
          {t("wrap_up.complete")}
        </Button>
      </div>
    </form>
  );
}
