import { createFileRoute } from "@tanstack/react-router";
import { DirectoryPage } from "~/settings/directory/DirectoryPage";
import { validateRecordSearch } from "~/settings/directory/search";
import { agentForm } from "~/settings/kinds/agents";

export const Route = createFileRoute("/settings/agents")({
  validateSearch: validateRecordSearch,
  component: Page,
});

function Page() {
  const { record } = Route.useSearch();
  return <DirectoryPage form={agentForm} record={record} />;
}
