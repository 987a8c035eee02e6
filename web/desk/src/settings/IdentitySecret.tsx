import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { identitySecretQuery, renewIdentitySecret } from "~/api/identitySecret";
import { useMay } from "~/api/session";
import { useT } from "~/messages";
import { useProblemToast } from "~/ui/useProblemToast";
import { CopyBox } from "./CopyBox";

const HIDDEN = "•".repeat(32);

/** The secret with which the business signs who its visitors are. */
export function IdentitySecret({ inboxId }: { inboxId: string }) {
  const t = useT();
  const client = useQueryClient();
  const query = identitySecretQuery(inboxId);
  const { data } = useQuery({ ...query, enabled: useMay("directory:manage") });
  const [shown, setShown] = useState(false);
  const [asked, setAsked] = useState(false);
  const renew = useMutation({
    mutationFn: () => renewIdentitySecret(inboxId),
    onSuccess: (made) => {
      client.setQueryData(query.queryKey, made);
      setAsked(false);
    },
    onError: useProblemToast(),
  });
  if (!data) return null;
  const { secret } = data;

  return (
    <CopyBox
      title={t("identity_secret.title")}
      hint={t(asked ? "identity_secret.renew_hint" : "identity_secret.hint")}
      text={secret}
      seen={shown ? undefined : HIDDEN}
      actions={
        <>
          {secret && (
            <Button variant="default" size="compact-xs" onClick={() => setShown(!shown)}>
              {t(shown ? "identity_secret.hide" : "identity_secret.show")}
            </Button>
          )}
          <Button
            variant="default"
            size="compact-xs"
            color={asked ? "red" : undefined}
            loading={renew.isPending}
            // One that is in use is not thrown away by a slip of the hand.
            onClick={() => (secret && !asked ? setAsked(true) : renew.mutate())}
          >
            {t(
              secret
                ? asked
                  ? "identity_secret.renew_sure"
                  : "identity_secret.renew"
                : "identity_secret.make",
            )}
          </Button>
        </>
      }
    />
  );
}
