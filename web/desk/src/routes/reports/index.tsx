import { createFileRoute } from "@tanstack/react-router";
import { filterOf, type ReportFilter } from "~/reports/filter";
import { ReportsPage } from "~/reports/ReportsPage";

export const Route = createFileRoute("/reports/")({
  validateSearch: (search: Record<string, unknown>): ReportFilter => filterOf(search),
  component: ReportsRoute,
});

function ReportsRoute() {
  return <ReportsPage filter={Route.useSearch()} />;
}
