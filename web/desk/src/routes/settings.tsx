import { createFileRoute, Outlet, useChildMatches } from "@tanstack/react-router";
import { SettingsMessages } from "~/app/SettingsMessages";
import classes from "~/settings/Settings.module.css";
import { SettingsMenu } from "~/settings/SettingsMenu";

export const Route = createFileRoute("/settings")({ component: SettingsLayout });

function SettingsLayout() {
  const onPage = useChildMatches().some((match) => match.routeId !== "/settings/");
  return (
    <div className={classes.layout} data-page={onPage || undefined}>
      <SettingsMenu />
      <SettingsMessages>
        <Outlet />
      </SettingsMessages>
    </div>
  );
}
