import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { renewSigningSecret, signingSecretQuery, type Target } from "~/api/posting";
import { useMay } from "~/api/session";
import { useT } from "~/messages";
import { useProblemToast } from "~/ui/useProblemToast";
import { SecretBox } from "./SecretBox";
import { TestButton } from "./TestButton";

/** The secret with which what is posted is signed, and a way to try the address. */
export function SigningSecret({ target }: { target: Target }) {
  const t = useT();
  const client = useQueryClient();
  const query = signingSecretQuery(target);
  const { data } = useQuery({ ...query, enabled: useMay("directory:manage") });
  const renew = useMutation({
    mutationFn: () => renewSigningSecret(target),
    onSuccess: (made) => client.setQueryData(query.queryKey, made),
    onError: useProblemToast(),
  });
  if (!data) return null;
  return (
    <SecretBox
      title={t("signing_secret.title")}
      hint={t("signing_secret.hint")}
      renewHint={t("signing_secret.renew_hint")}
      secret={data.secret}
      busy={renew.isPending}
      onRenew={() => renew.mutateAsync()}
    >
      <TestButton target={target} />
    </SecretBox>
  );
}
