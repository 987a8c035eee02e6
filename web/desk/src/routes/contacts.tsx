import { createFileRoute, Outlet } from "@tanstack/react-router";
import { AreaMessages } from "~/app/AreaMessages";

export const Route = createFileRoute("/contacts")({ component: ContactsLayout });

function ContactsLayout() {
  return (
    <AreaMessages area="contacts">
      <Outlet />
    </AreaMessages>
  );
}
