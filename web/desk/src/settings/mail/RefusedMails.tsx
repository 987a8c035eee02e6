import { Button } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { processMail, refusedMailsQuery } from "~/api/mail";
import { useMay } from "~/api/session";
import { useT } from "~/messages";
import { RelativeTime } from "~/time/RelativeTime";
import { useProblemToast } from "~/ui/useProblemToast";
import classes from "../posting/Posting.module.css";

/** Mails of which nothing was made, each with the reason; nothing is shown where there are none. */
export function RefusedMails({ inboxId }: { inboxId: string }) {
  const t = useT();
  const client = useQueryClient();
  const query = refusedMailsQuery(inboxId);
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...query,
    enabled: useMay("directory:manage"),
  });
  const again = useMutation({
    mutationFn: processMail,
    onSettled: () => client.invalidateQueries({ queryKey: query.queryKey }),
    onError: useProblemToast(),
  });
  const mails = data?.pages.flatMap(({ items }) => items) ?? [];
  if (mails.length === 0) return null;
  return (
    <section className={classes.root} aria-label={t("mail.refused")}>
      <strong>{t("mail.refused")}</strong>
      <p>{t("mail.refused_hint")}</p>
      <ul className={classes.list}>
        {mails.map(({ id, from, subject, reason, received_at }) => (
          <li key={id}>
            <span className={classes.what} dir="auto">
              {subject || t("mail.refused_no_subject")}
            </span>
            <Button
              variant="default"
              size="compact-xs"
              disabled={again.isPending}
              loading={again.isPending && again.variables === id}
              onClick={() => again.mutate(id)}
            >
              {t("mail.refused_process")}
            </Button>
            <span className={classes.about}>
              {from && (
                <>
                  <bdi>{from.address}</bdi>
                  {" · "}
                </>
              )}
              <RelativeTime at={received_at} />
              {" · "}
              {reason}
            </span>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button
          variant="subtle"
          size="compact-xs"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {t("mail.refused_more")}
        </Button>
      )}
    </section>
  );
}
