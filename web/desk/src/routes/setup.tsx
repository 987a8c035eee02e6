import { createFileRoute, redirect } from "@tanstack/react-router";
import { setupNeeded } from "~/api/setup";
import { AreaMessages } from "~/app/AreaMessages";
import { SetupPage } from "~/setup/SetupPage";

export const Route = createFileRoute("/setup")({
  validateSearch: (search: Record<string, unknown>): { key?: string } =>
    typeof search.key === "string" ? { key: search.key } : {},
  beforeLoad: async () => {
    if (!(await setupNeeded())) throw redirect({ to: "/inbox" });
  },
  component: SetupRoute,
});

function SetupRoute() {
  const { key } = Route.useSearch();
  return (
    <AreaMessages area="settings">
      <SetupPage setupKey={key ?? ""} />
    </AreaMessages>
  );
}
