import { createFileRoute } from "@tanstack/react-router";
import { DirectoryPage } from "~/settings/directory/DirectoryPage";
import { validateRecordSearch } from "~/settings/directory/search";
import { brandForm } from "~/settings/kinds/brands";

export const Route = createFileRoute("/settings/brands")({
  validateSearch: validateRecordSearch,
  component: Page,
});

function Page() {
  const { record } = Route.useSearch();
  return <DirectoryPage form={brandForm} record={record} />;
}
