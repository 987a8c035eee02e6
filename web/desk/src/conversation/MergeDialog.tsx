import { Button, Group, Skeleton } from "@mantine/core";
import type { Conversation } from "@rapport/api-client";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { contactConversationsQuery } from "~/api/contacts";
import { useT } from "~/messages";
import { Dialog } from "~/ui/Dialog";
import { ErrorState } from "~/ui/ErrorState";
import { toast } from "~/ui/toasts";
import { useConversationActions } from "./actions";
import { MergeChoice } from "./MergeChoice";
import classes from "./MergeDialog.module.css";
import { MergePreview } from "./MergePreview";

interface Props {
  conversation: Conversation;
  /** The one that is chosen at first. */
  into?: string;
  onClose: () => void;
}

/** Makes the conversation a part of another one of the same customer, which is shown before. */
export default function MergeDialog({ conversation, into, onClose }: Props) {
  const t = useT();
  const query = useQuery(contactConversationsQuery(conversation.contact.id));
  const { merge, split } = useConversationActions(conversation.id);
  const [chosen, setChosen] = useState<string | null>(into ?? null);
  const others = query.data?.filter((other) => other.id !== conversation.id);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!chosen) return;
    // The page itself goes on to the other one, as it does when a colleague merges, and may do so before the answer.
    merge.mutateAsync(chosen).then(
      () => {
        toast("good", t("merge.done"), { label: t("action.undo"), run: () => split.mutate() });
        onClose();
      },
      () => undefined,
    );
  };

  return (
    <Dialog onClose={onClose} title={t("merge.title")}>
      <form onSubmit={submit} className={classes.form}>
        <p className={classes.hint}>{t("merge.hint")}</p>
        {query.error && !others && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
        {query.isPending && <Skeleton height={48} />}
        {others?.length === 0 && <p className={classes.none}>{t("merge.none")}</p>}
        {others && others.length > 0 && (
          <fieldset className={classes.choices} aria-label={t("merge.into")}>
            {others.map((other, index) => (
              <MergeChoice
                key={other.id}
                conversation={other}
                checked={other.id === chosen}
                first={index === 0}
                onChoose={() => setChosen(other.id)}
              />
            ))}
          </fieldset>
        )}
        {chosen && <MergePreview key={chosen} conversationId={chosen} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" disabled={!chosen} loading={merge.isPending}>
            {t("merge.do")}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
