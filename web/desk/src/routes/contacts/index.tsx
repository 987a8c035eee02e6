import { createFileRoute } from "@tanstack/react-router";
import { ContactsPage } from "~/contacts/ContactsPage";

export const Route = createFileRoute("/contacts/")({
  validateSearch: ({ query, blocked }: Record<string, unknown>): { query?: string; blocked?: boolean } => ({
    ...(typeof query === "string" && query ? { query } : {}),
    ...(blocked === true ? { blocked } : {}),
  }),
  component: ContactsRoute,
});

function ContactsRoute() {
  const { query = "", blocked = false } = Route.useSearch();
  return <ContactsPage query={query} blocked={blocked} />;
}
