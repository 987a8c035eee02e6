import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { contactPagesQuery } from "~/api/contacts";
import { useT } from "~/messages";
import { RelativeTime } from "~/time/RelativeTime";
import { ErrorState } from "~/ui/ErrorState";
import { PageLink } from "./PageLink";
import classes from "./Pages.module.css";

const SHOWN_FIRST = 5;

/** The pages that they were on with the chat, the newest first. */
export function Pages({ contactId }: { contactId: string }) {
  const t = useT();
  const { data, error, refetch } = useQuery(contactPagesQuery(contactId));
  const [whole, setWhole] = useState(false);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={36} />;
  const visits = data.items;
  if (visits.length === 0) return <p className={classes.none}>{t("customer.pages_none")}</p>;
  return (
    <>
      <ol className={classes.list}>
        {visits.slice(0, whole ? undefined : SHOWN_FIRST).map((visit) => (
          <li key={visit.at}>
            <PageLink page={visit} />
            <RelativeTime at={visit.at} />
          </li>
        ))}
      </ol>
      {!whole && visits.length > SHOWN_FIRST && (
        <Button variant="subtle" color="gray" size="compact-xs" onClick={() => setWhole(true)}>
          {t("customer.pages_all", { count: visits.length })}
        </Button>
      )}
    </>
  );
}
