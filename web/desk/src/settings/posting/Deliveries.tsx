import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { deliveriesQuery, resendDelivery } from "~/api/posting";
import { useMay } from "~/api/session";
import { useT } from "~/messages";
import { useProblemToast } from "~/ui/useProblemToast";
import { Posted } from "./Posted";
import classes from "./Posting.module.css";

/** What went to a webhook lately, what waits, and what it did not take. */
export function Deliveries({ webhookId }: { webhookId: string }) {
  const t = useT();
  const client = useQueryClient();
  const query = deliveriesQuery(webhookId);
  const { data } = useQuery({ ...query, enabled: useMay("directory:manage") });
  const resend = useMutation({
    mutationFn: (id: string) => resendDelivery(webhookId, id),
    onSuccess: () => client.invalidateQueries({ queryKey: query.queryKey }),
    onError: useProblemToast(),
  });
  if (!data) return null;
  return (
    <section className={classes.root} aria-label={t("deliveries.title")}>
      <strong>{t("deliveries.title")}</strong>
      {data.items.length === 0 ? (
        <p>{t("deliveries.empty")}</p>
      ) : (
        <ul className={classes.list}>
          {data.items.map((item) => (
            <Posted
              key={item.id}
              what={item.event_type}
              state={item.state}
              attempts={item.attempts}
              at={item.created_at}
              dueAt={item.due_at ?? null}
              status={item.status}
              reason={item.reason ?? null}
              busy={resend.isPending}
              onResend={item.state === "queued" ? undefined : () => resend.mutate(item.id)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
