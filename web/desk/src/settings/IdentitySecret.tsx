import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { identitySecretQuery, renewIdentitySecret } from "~/api/identitySecret";
import { useMay } from "~/api/session";
import { useT } from "~/messages";
import { useProblemToast } from "~/ui/useProblemToast";
import { SecretBox } from "./posting/SecretBox";

/** The secret with which the business signs who its visitors are. */
export function IdentitySecret({ inboxId }: { inboxId: string }) {
  const t = useT();
  const client = useQueryClient();
  const query = identitySecretQuery(inboxId);
  const { data } = useQuery({ ...query, enabled: useMay("directory:manage") });
  const renew = useMutation({
    mutationFn: () => renewIdentitySecret(inboxId),
    onSuccess: (made) => client.setQueryData(query.queryKey, made),
    onError: useProblemToast(),
  });
  if (!data) return null;
  return (
    <SecretBox
      title={t("identity_secret.title")}
      hint={t("identity_secret.hint")}
      renewHint={t("identity_secret.renew_hint")}
      secret={data.secret ?? null}
      busy={renew.isPending}
      onRenew={() => renew.mutateAsync()}
    />
  );
}
