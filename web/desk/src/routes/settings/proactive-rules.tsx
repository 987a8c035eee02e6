import { createFileRoute } from "@tanstack/react-router";
import { DirectoryPage } from "~/settings/directory/DirectoryPage";
import { validateRecordSearch } from "~/settings/directory/search";
import { proactiveRuleForm } from "~/settings/kinds/proactiveRules";

export const Route = createFileRoute("/settings/proactive-rules")({
  validateSearch: validateRecordSearch,
  component: Page,
});

function Page() {
  const { record } = Route.useSearch();
  return <DirectoryPage form={proactiveRuleForm} record={record} />;
}
