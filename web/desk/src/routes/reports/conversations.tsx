import { createFileRoute } from "@tanstack/react-router";
import { BehindPage } from "~/reports/BehindPage";
import { type Behind, behindOf } from "~/reports/behind";
import { filterOf, type ReportFilter } from "~/reports/filter";

export const Route = createFileRoute("/reports/conversations")({
  validateSearch: (search: Record<string, unknown>): ReportFilter & Behind => ({
    ...filterOf(search),
    ...behindOf(search),
  }),
  component: BehindRoute,
});

function BehindRoute() {
  const search = Route.useSearch();
  return <BehindPage filter={filterOf({ ...search })} behind={behindOf({ ...search })} />;
}
