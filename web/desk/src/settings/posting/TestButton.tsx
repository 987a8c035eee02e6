import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type Target, testTarget } from "~/api/posting";
import { useT } from "~/messages";
import { useProblemToast } from "~/ui/useProblemToast";
import classes from "./Posting.module.css";

/** Posts a test to the saved address, and says what came of it. */
export function TestButton({ target }: { target: Target }) {
  const t = useT();
  const test = useMutation({ mutationFn: () => testTarget(target), onError: useProblemToast() });
  const result = test.data;
  return (
    <div className={classes.test}>
      <Button variant="default" size="compact-xs" loading={test.isPending} onClick={() => test.mutate()}>
        {t("posting.test")}
      </Button>
      <span role="status" data-taken={result?.taken}>
        {result &&
          (result.taken
            ? t("posting.test_taken", { status: result.status ?? 0, ms: result.took_ms })
            : (result.reason ?? ""))}
      </span>
    </div>
  );
}
