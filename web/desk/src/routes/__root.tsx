import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, Outlet, redirect, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { sessionQuery } from "~/api/session";
import { setupNeeded } from "~/api/setup";

const DeskShell = lazy(() => import("~/shell/DeskShell"));

/** Pages for someone who is not signed in; they stand alone, without the rail. */
const BARE = ["/sign-in", "/setup", "/welcome"];

export const Route = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  beforeLoad: async ({ context, location }) => {
    if (BARE.includes(location.pathname)) return;
    const me = await context.queryClient.ensureQueryData(sessionQuery);
    if (me) return;
    if (await setupNeeded()) throw redirect({ to: "/setup", search: {} });
    throw redirect({ to: "/sign-in", search: { next: location.href } });
  },
  component: Root,
});

function Root() {
  const pathname = useRouterState({
    select: (state) => state.resolvedLocation?.pathname ?? state.location.pathname,
  });
  if (BARE.includes(pathname)) return <Outlet />;
  return (
    <Suspense>
      <DeskShell>
        <Outlet />
      </DeskShell>
    </Suspense>
  );
}
