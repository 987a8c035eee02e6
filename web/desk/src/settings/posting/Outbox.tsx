import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { outboxQuery, resendMessage } from "~/api/posting";
import { useMay } from "~/api/session";
import { useT } from "~/messages";
import { useProblemToast } from "~/ui/useProblemToast";
import { Posted } from "./Posted";
import classes from "./Posting.module.css";

/** Messages that wait to go out by an inbox, and those that did not. */
export function Outbox({ inboxId }: { inboxId: string }) {
  const t = useT();
  const client = useQueryClient();
  const query = outboxQuery(inboxId);
  const { data } = useQuery({ ...query, enabled: useMay("directory:manage") });
  const mayWrite = useMay("conversations:write");
  const resend = useMutation({
    mutationFn: ({ conversation_id, id }: { conversation_id: string; id: string }) =>
      resendMessage(conversation_id, id),
    onSuccess: () => client.invalidateQueries({ queryKey: query.queryKey }),
    onError: useProblemToast(),
  });
  if (!data) return null;
  const all = [...data.waiting, ...data.failed.items];
  return (
    <section className={classes.root} aria-label={t("outbox.title")}>
      <strong>{t("outbox.title")}</strong>
      {all.length === 0 ? (
        <p>{t("outbox.empty")}</p>
      ) : (
        <ul className={classes.list}>
          {all.map(({ entry, attempts, due_at }) => (
            <Posted
              key={entry.id}
              what={entry.kind === "message" ? entry.text : ""}
              state={due_at ? "queued" : "failed"}
              attempts={attempts}
              at={entry.at}
              dueAt={due_at ?? null}
              reason={entry.kind === "message" ? (entry.delivery?.reason ?? null) : null}
              busy={resend.isPending}
              onResend={due_at || !mayWrite ? undefined : () => resend.mutate(entry)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
