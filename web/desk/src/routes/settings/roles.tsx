import { createFileRoute } from "@tanstack/react-router";
import { validateRecordSearch } from "~/settings/directory/search";
import { RolesPage } from "~/settings/roles/RolesPage";

export const Route = createFileRoute("/settings/roles")({
  validateSearch: validateRecordSearch,
  component: Page,
});

function Page() {
  const { record } = Route.useSearch();
  return <RolesPage record={record} />;
}
