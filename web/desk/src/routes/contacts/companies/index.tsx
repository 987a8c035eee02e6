import { createFileRoute } from "@tanstack/react-router";
import { CompaniesPage } from "~/contacts/companies/CompaniesPage";

export const Route = createFileRoute("/contacts/companies/")({
  validateSearch: ({ query }: Record<string, unknown>): { query?: string } =>
    typeof query === "string" && query ? { query } : {},
  component: CompaniesRoute,
});

function CompaniesRoute() {
  const { query = "" } = Route.useSearch();
  return <CompaniesPage query={query} />;
}
