import { createFileRoute } from "@tanstack/react-router";
import { DirectoryPage } from "~/settings/directory/DirectoryPage";
import { validateRecordSearch } from "~/settings/directory/search";
import { cannedReplyForm } from "~/settings/kinds/cannedReplies";

export const Route = createFileRoute("/settings/canned-replies")({
  validateSearch: validateRecordSearch,
  component: Page,
});

function Page() {
  const { record } = Route.useSearch();
  return <DirectoryPage form={cannedReplyForm} record={record} />;
}
