import { createFileRoute, Outlet, useChildMatches } from "@tanstack/react-router";
import { AreaMessages } from "~/app/AreaMessages";
import classes from "~/settings/Settings.module.css";
import { SettingsMenu } from "~/settings/SettingsMenu";

export const Route = createFileRoute("/settings")({ component: SettingsLayout });

function SettingsLayout() {
  const onPage = useChildMatches().some((match) => match.routeId !== "/settings/");
  return (
    <div className={classes.layout} data-page={onPage || undefined}>
      <SettingsMenu />
      <AreaMessages area="settings">
        <Outlet />
      </AreaMessages>
    </div>
  );
}
