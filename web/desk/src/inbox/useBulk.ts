import { type ConversationState, unwrap } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { useMe } from "~/api/session";
import { applyAnswer } from "~/cache/apply";
import { useT } from "~/messages";
import { toast } from "~/ui/toasts";
import { forEach } from "./bulk";

type Act = (id: string) => Promise<ConversationState>;

const pathOf = (id: string) => ({ path: { id } });

/** What can be done with several conversations at once. Each answer goes into the cache as its event would. */
export function useBulk(ids: readonly string[], onDone: () => void) {
  const t = useT();
  const client = useQueryClient();
  const me = useMe().agent.id;
  const run = useMutation({
    mutationFn: (act: Act) =>
      forEach(ids, async (id) => {
        applyAnswer(client, await act(id), me);
      }),
    onSuccess: ({ done, failures }) => {
      const [first] = failures;
      if (!first) toast("good", t("bulk.done", { count: done }));
      else toast("bad", t("bulk.failed", { count: failures.length, done, reason: first.message }));
      onDone();
    },
  });
  const params = (id: string) => ({ params: pathOf(id) });
  return {
    busy: run.isPending,
    assign: (agent_id: string | null) =>
      run.mutate((id) =>
        unwrap(api.POST("/api/v1/conversations/{id}/assign", { ...params(id), body: { agent_id } })),
      ),
    resolve: () => run.mutate((id) => unwrap(api.POST("/api/v1/conversations/{id}/resolve", params(id)))),
    reopen: () => run.mutate((id) => unwrap(api.POST("/api/v1/conversations/{id}/reopen", params(id)))),
    snooze: (until: string) =>
      run.mutate((id) =>
        unwrap(api.POST("/api/v1/conversations/{id}/snooze", { ...params(id), body: { until } })),
      ),
    tag: (tag: string, on: boolean) =>
      run.mutate((id) =>
        unwrap(
          api.POST("/api/v1/conversations/{id}/tag", {
            ...params(id),
            body: on ? { add_tag_ids: [tag] } : { remove_tag_ids: [tag] },
          }),
        ),
      ),
  };
}
