import { createFileRoute } from "@tanstack/react-router";
import { ContactsPage } from "~/contacts/ContactsPage";
import { type ContactFilter, filterOf } from "~/contacts/list/filter";

export const Route = createFileRoute("/contacts/")({
  validateSearch: (search: Record<string, unknown>): ContactFilter => filterOf(search),
  component: ContactsRoute,
});

function ContactsRoute() {
  return <ContactsPage filter={Route.useSearch()} />;
}
