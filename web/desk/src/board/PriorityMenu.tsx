import { Button, Menu } from "@mantine/core";
import { unwrap, type Work } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { useMay } from "~/api/session";
import { type MessageId, useT } from "~/messages";
import { useProblemToast } from "~/ui/useProblemToast";
import { WORK_KEY } from "./queries";
import classes from "./WorkList.module.css";

const HIGHEST = 10;
const ORDINARY = 5;
const LOWEST = 1;
const PRIORITIES = Array.from({ length: HIGHEST }, (_, place) => HIGHEST - place);

function labelOf(priority: number): MessageId | null {
  if (priority === HIGHEST) return "board.priority_highest";
  if (priority === ORDINARY) return "board.priority_ordinary";
  return priority === LOWEST ? "board.priority_lowest" : null;
}

/** How urgent it is; whoever may decide that, changes it here. */
export function PriorityMenu({ work }: { work: Work }) {
  const t = useT();
  const client = useQueryClient();
  const mayManage = useMay("board:manage");
  const { priority } = work;
  const change = useMutation({
    mutationFn: (next: number) =>
      unwrap(
        api.PUT("/api/v1/interactions/{id}/priority", {
          params: { path: { id: work.id } },
          body: { priority: next },
        }),
      ),
    onSuccess: () => void client.invalidateQueries({ queryKey: WORK_KEY }),
    onError: useProblemToast(),
  });
  const short = t("board.priority_short", { priority });
  if (!mayManage) return <span className={classes.fact}>{short}</span>;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          size="compact-xs"
          loading={change.isPending}
          aria-label={t("board.change_priority", { priority })}
        >
          {short}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={String(priority)} onChange={(next) => change.mutate(Number(next))}>
          {PRIORITIES.map((each) => {
            const label = labelOf(each);
            return (
              <Menu.RadioItem key={each} value={String(each)} closeMenuOnClick>
                {label ? t(label, { priority: each }) : each}
              </Menu.RadioItem>
            );
          })}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
