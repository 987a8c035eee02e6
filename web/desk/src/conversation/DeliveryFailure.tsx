import { Button } from "@mantine/core";
import type { Entry } from "@rapport/api-client";
import { useMutation } from "@tanstack/react-query";
import { resendMessage } from "~/api/posting";
import { useMay } from "~/api/session";
import { useT } from "~/messages";
import { useProblemToast } from "~/ui/useProblemToast";
import classes from "./SendFailure.module.css";

interface Props {
  entry: Pick<Entry, "id" | "conversation_id">;
  reason: string;
}

/** Why a message's channel gave it up, and a way to have it go out again. The log tells of what follows. */
export function DeliveryFailure({ entry, reason }: Props) {
  const t = useT();
  const mayWrite = useMay("conversations:write");
  const resend = useMutation({
    mutationFn: () => resendMessage(entry.conversation_id, entry.id),
    onError: useProblemToast(),
  });
  return (
    <div className={classes.failure} role="alert">
      <span>{t("delivery.failed", { reason })}</span>
      {mayWrite && (
        <Button variant="subtle" size="compact-xs" loading={resend.isPending} onClick={() => resend.mutate()}>
          {t("action.retry")}
        </Button>
      )}
    </div>
  );
}
