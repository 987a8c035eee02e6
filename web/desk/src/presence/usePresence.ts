import { type Presence, unwrap } from "@rapport/api-client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { presenceQuery } from "~/api/presence";
import { useMe } from "~/api/session";
import { applyPresence } from "~/cache/apply";
import { useProblemToast } from "~/ui/useProblemToast";

/** Why someone is away; the server adds "no_answer" by itself after an offer that rang out. */
export const AWAY_REASONS = ["break", "lunch", "meeting", "training"] as const;

/** What I ask for; since when and with which load is the server's to say. */
export type Wish = Pick<Presence, "state" | "reason">;

export function usePresenceOf(agentId: string): Presence | undefined {
  const { data } = useQuery(presenceQuery);
  return data?.items.find((item) => item.agent_id === agentId);
}

export function useSetPresence() {
  const client = useQueryClient();
  const me = useMe();
  const onError = useProblemToast();
  return useMutation({
    mutationFn: (wished: Wish) => unwrap(api.PUT("/api/v1/presence", { body: wished })),
    onMutate: (wished) => {
      const now = client
        .getQueryData(presenceQuery.queryKey)
        ?.items.find((item) => item.agent_id === me.agent.id);
      if (now) applyPresence(client, { ...now, ...wished });
      return now;
    },
    onSuccess: (presence) => applyPresence(client, presence),
    onError: (error, _, before) => {
      if (before) applyPresence(client, before);
      onError(error);
    },
  });
}
