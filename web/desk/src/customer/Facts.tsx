import { Button, Skeleton } from "@mantine/core";
import { unwrap } from "@rapport/api-client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { api } from "~/api/client";
import { contextQuery } from "~/api/conversations";
import { useMay } from "~/api/session";
import { useT } from "~/messages";
import { ErrorState } from "~/ui/ErrorState";
import { useProblemToast } from "~/ui/useProblemToast";
import { FactForm } from "./FactForm";
import { FactRow } from "./FactRow";
import classes from "./Facts.module.css";

/** What is known on this conversation, each fact with where it came from, and open to correction by who may. */
export function Facts({ conversationId }: { conversationId: string }) {
  const t = useT();
  const client = useQueryClient();
  const mayWrite = useMay("conversations:write");
  const query = contextQuery(conversationId);
  const { data, error, refetch } = useQuery(query);
  const [adding, setAdding] = useState(false);
  const settled = {
    onSuccess: () => client.invalidateQueries({ queryKey: query.queryKey }),
    onError: useProblemToast(),
  };

  const put = useMutation({
    mutationFn: ({ key, value }: { key: string; value: string }) =>
      unwrap(
        api.PUT("/api/v1/conversations/{id}/context/{key}", {
          params: { path: { id: conversationId, key } },
          body: { value },
        }),
      ),
    ...settled,
  });
  const remove = useMutation({
    mutationFn: (key: string) =>
      unwrap(
        api.DELETE("/api/v1/conversations/{id}/context/{key}", {
          params: { path: { id: conversationId, key } },
        }),
      ),
    ...settled,
  });

  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={36} />;
  return (
    <>
      {data.items.length === 0 && !adding && <p className={classes.none}>{t("facts.none")}</p>}
      <dl className={classes.list}>
        {data.items.map((fact) => (
          <FactRow
            key={fact.key}
            fact={fact}
            onChange={(value) => put.mutate({ key: fact.key, value })}
            onRemove={() => remove.mutate(fact.key)}
            readOnly={!mayWrite}
          />
        ))}
      </dl>
      {adding ? (
        <FactForm
          onSave={(key, value) => {
            put.mutate({ key, value });
            setAdding(false);
          }}
          onCancel={() => setAdding(false)}
        />
      ) : (
        mayWrite && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            leftSection={<Plus size={13} />}
            onClick={() => setAdding(true)}
          >
            {t("facts.add")}
          </Button>
        )
      )}
    </>
  );
}
