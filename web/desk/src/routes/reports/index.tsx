import { createFileRoute } from "@tanstack/react-router";
import { filterOf, type ReportFilter } from "~/reports/filter";
import { ReportsPage } from "~/reports/ReportsPage";

export const Route = createFileRoute("/reports/")({
  // Read where it is used: what is written here is loaded with every page.
  validateSearch: (search: Record<string, unknown>) => search as ReportFilter,
  component: ReportsRoute,
});

function ReportsRoute() {
  return <ReportsPage filter={filterOf({ ...Route.useSearch() })} />;
}
