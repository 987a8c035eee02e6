import { createFileRoute } from "@tanstack/react-router";
import { DirectoryPage } from "~/settings/directory/DirectoryPage";
import { validateRecordSearch } from "~/settings/directory/search";
import { queueForm } from "~/settings/kinds/queues";

export const Route = createFileRoute("/settings/queues")({
  validateSearch: validateRecordSearch,
  component: Page,
});

function Page() {
  const { record } = Route.useSearch();
  return <DirectoryPage form={queueForm} record={record} />;
}
