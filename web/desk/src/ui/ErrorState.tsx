import { Button } from "@mantine/core";
import { ProblemError } from "@rapport/api-client";
import { CloudOff } from "lucide-react";
import { useT } from "~/messages";
import { EmptyState } from "./EmptyState";

/** Something could not be loaded: what, why, and a way on. */
export function ErrorState({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const t = useT();
  const unreachable = error instanceof ProblemError && error.code === "network";
  return (
    <EmptyState
      icon={CloudOff}
      title={t("error.title")}
      hint={unreachable ? t("error.network") : error.message}
    >
      <Button variant="default" onClick={onRetry}>
        {t("action.retry")}
      </Button>
    </EmptyState>
  );
}
