import { createFileRoute, redirect } from "@tanstack/react-router";
import { sessionQuery } from "~/api/session";
import { lastView } from "~/inbox/lastView";

export const Route = createFileRoute("/inbox/")({
  beforeLoad: async ({ context }) => {
    const me = await context.queryClient.ensureQueryData(sessionQuery);
    // Nothing is ever assigned to someone who may only read.
    const first = me?.permissions.includes("conversations:write") ? "mine" : "all";
    throw redirect({ to: "/inbox/$view", params: { view: lastView() ?? first } });
  },
});
