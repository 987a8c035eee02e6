import { createFileRoute } from "@tanstack/react-router";
import { DirectoryPage } from "~/settings/directory/DirectoryPage";
import { validateRecordSearch } from "~/settings/directory/search";
import { dispositionForm } from "~/settings/kinds/dispositions";

export const Route = createFileRoute("/settings/dispositions")({
  validateSearch: validateRecordSearch,
  component: Page,
});

function Page() {
  const { record } = Route.useSearch();
  return <DirectoryPage form={dispositionForm} record={record} />;
}
