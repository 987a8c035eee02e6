import { createFileRoute } from "@tanstack/react-router";
import { ContactsPage } from "~/contacts/ContactsPage";

export const Route = createFileRoute("/contacts/")({
  validateSearch: (search: Record<string, unknown>): { query?: string } =>
    typeof search.query === "string" && search.query ? { query: search.query } : {},
  component: ContactsRoute,
});

function ContactsRoute() {
  const { query = "" } = Route.useSearch();
  return <ContactsPage query={query} />;
}
