import { createFileRoute } from "@tanstack/react-router";
import { ContactPage } from "~/contacts/ContactPage";

export const Route = createFileRoute("/contacts/$contactId")({ component: ContactRoute });

function ContactRoute() {
  const { contactId } = Route.useParams();
  return <ContactPage key={contactId} contactId={contactId} />;
}
