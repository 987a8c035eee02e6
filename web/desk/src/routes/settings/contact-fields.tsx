import { createFileRoute } from "@tanstack/react-router";
import { DirectoryPage } from "~/settings/directory/DirectoryPage";
import { validateRecordSearch } from "~/settings/directory/search";
import { contactFieldForm } from "~/settings/kinds/contactFields";

export const Route = createFileRoute("/settings/contact-fields")({
  validateSearch: validateRecordSearch,
  component: Page,
});

function Page() {
  const { record } = Route.useSearch();
  return <DirectoryPage form={contactFieldForm} record={record} />;
}
