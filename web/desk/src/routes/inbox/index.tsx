import { createFileRoute, redirect } from "@tanstack/react-router";
import { lastView } from "~/inbox/lastView";

export const Route = createFileRoute("/inbox/")({
  beforeLoad: () => {
    throw redirect({ to: "/inbox/$view", params: { view: lastView() } });
  },
});
