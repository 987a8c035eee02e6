import { createFileRoute } from "@tanstack/react-router";
import { BehindPage } from "~/reports/BehindPage";
import { type Behind, behindOf } from "~/reports/behind";
import { filterOf, type ReportFilter } from "~/reports/filter";

export const Route = createFileRoute("/reports/conversations")({
  // Read where it is used: what is written here is loaded with every page.
  validateSearch: (search: Record<string, unknown>) => search as ReportFilter & Partial<Behind>,
  component: BehindRoute,
});

function BehindRoute() {
  const search = { ...Route.useSearch() };
  return <BehindPage filter={filterOf(search)} behind={behindOf(search)} />;
}
