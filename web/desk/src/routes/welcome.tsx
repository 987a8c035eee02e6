import { createFileRoute } from "@tanstack/react-router";
import { AreaMessages } from "~/app/AreaMessages";
import { WelcomePage } from "~/welcome/WelcomePage";

export const Route = createFileRoute("/welcome")({ component: Welcome });

function Welcome() {
  return (
    <AreaMessages area="settings">
      <WelcomePage />
    </AreaMessages>
  );
}
