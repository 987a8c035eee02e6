import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { MeProvider, sessionQuery } from "~/api/session";
import { SignedIn } from "./SignedIn";

/** What every page of the desk stands in, for as long as someone is signed in. */
export default function DeskShell({ children }: { children: ReactNode }) {
  const { data: me } = useQuery(sessionQuery);
  const navigate = useNavigate();
  const signedOut = me === null;

  useEffect(() => {
    if (signedOut) void navigate({ to: "/sign-in", search: { next: location.pathname + location.search } });
  }, [signedOut, navigate]);

  if (!me) return null;
  return (
    <MeProvider value={me}>
      <SignedIn>{children}</SignedIn>
    </MeProvider>
  );
}
