import { createFileRoute } from "@tanstack/react-router";
import { SignIn } from "~/session/SignIn";

export const Route = createFileRoute("/sign-in")({
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    // Only a path of this desk: a link must not lead someone who signs in to another site.
    const { next } = search;
    return typeof next === "string" && /^\/(?!\/|\\)/.test(next) ? { next } : {};
  },
  component: SignInPage,
});

function SignInPage() {
  const { next } = Route.useSearch();
  return <SignIn next={next ?? "/"} />;
}
