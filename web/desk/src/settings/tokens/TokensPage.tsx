import { Button } from "@mantine/core";
import { type CreatedToken, type Token, unwrap } from "@rapport/api-client";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { api } from "~/api/client";
import { useT } from "~/messages";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorState } from "~/ui/ErrorState";
import { ListSkeleton } from "~/ui/ListSkeleton";
import { Pane } from "~/ui/Pane";
import { NewTokenDialog } from "./NewTokenDialog";
import { RevokeDialog } from "./RevokeDialog";
import { TokenRow } from "./TokenRow";
import { TokenShownOnce } from "./TokenShownOnce";
import classes from "./TokensPage.module.css";

const tokensQuery = queryOptions({
  queryKey: ["tokens"],
  queryFn: () => unwrap(api.GET("/api/v1/tokens", { params: { query: { limit: 200 } } })),
});

export function TokensPage() {
  const t = useT();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(tokensQuery);
  const [adding, setAdding] = useState(false);
  const [created, setCreated] = useState<CreatedToken | null>(null);
  const [revoking, setRevoking] = useState<Token | null>(null);
  const changed = () => void client.invalidateQueries({ queryKey: tokensQuery.queryKey });

  return (
    <Pane
      title={t("settings.tokens.title")}
      purpose={t("purpose.tokens")}
      actions={
        <Button leftSection={<Plus size={15} />} onClick={() => setAdding(true)}>
          {t("tokens.add")}
        </Button>
      }
    >
      {created && <TokenShownOnce token={created.token} onDone={() => setCreated(null)} />}
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <ListSkeleton rows={3} />
      ) : data.items.length === 0 ? (
        <EmptyState icon={KeyRound} title={t("settings.none")} hint={t("tokens.empty")} />
      ) : (
        <ul className={classes.list}>
          {data.items.map((token) => (
            <TokenRow key={token.id} token={token} onRevoke={() => setRevoking(token)} />
          ))}
        </ul>
      )}
      {adding && (
        <NewTokenDialog
          onClose={() => setAdding(false)}
          onCreated={(token) => {
            setCreated(token);
            setAdding(false);
            changed();
          }}
        />
      )}
      {revoking && <RevokeDialog token={revoking} onClose={() => setRevoking(null)} onRevoked={changed} />}
    </Pane>
  );
}
