import { createFileRoute, Outlet } from "@tanstack/react-router";
import { AreaMessages } from "~/app/AreaMessages";

export const Route = createFileRoute("/reports")({ component: ReportsLayout });

function ReportsLayout() {
  return (
    <AreaMessages area="reports">
      <Outlet />
    </AreaMessages>
  );
}
