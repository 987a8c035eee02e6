import { Button, Group } from "@mantine/core";
import { type Token, unwrap } from "@rapport/api-client";
import { useMutation } from "@tanstack/react-query";
import { api } from "~/api/client";
import { useT } from "~/messages";
import { Dialog } from "~/ui/Dialog";
import { useProblemToast } from "~/ui/useProblemToast";

interface Props {
  token: Token;
  onClose: () => void;
  onRevoked: () => void;
}

export function RevokeDialog({ token, onClose, onRevoked }: Props) {
  const t = useT();
  const revoke = useMutation({
    mutationFn: () => unwrap(api.DELETE("/api/v1/tokens/{id}", { params: { path: { id: token.id } } })),
    onSuccess: () => {
      onRevoked();
      onClose();
    },
    onError: useProblemToast(),
  });
  return (
    <Dialog onClose={onClose} title={t("tokens.revoke_title", { name: token.name })}>
      <p>{t("tokens.revoke_hint")}</p>
      <Group justify="flex-end" gap={8}>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t("action.cancel")}
        </Button>
        <Button color="red" loading={revoke.isPending} onClick={() => revoke.mutate()}>
          {t("tokens.revoke")}
        </Button>
      </Group>
    </Dialog>
  );
}
