import { createFileRoute } from "@tanstack/react-router";
import { SettingsMessages } from "~/app/SettingsMessages";
import { WelcomePage } from "~/welcome/WelcomePage";

export const Route = createFileRoute("/welcome")({ component: Welcome });

function Welcome() {
  return (
    <SettingsMessages>
      <WelcomePage />
    </SettingsMessages>
  );
}
