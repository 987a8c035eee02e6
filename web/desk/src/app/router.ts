import { createRouter } from "@tanstack/react-router";
import { routeTree } from "~/routeTree.gen";
import { RouteError } from "~/ui/RouteError";
import { RoutePending } from "~/ui/RoutePending";
import { RouteUnknown } from "~/ui/RouteUnknown";
import { queryClient } from "./queryClient";

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: "intent",
  // The query cache decides what is fresh.
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 300,
  defaultPendingComponent: RoutePending,
  defaultErrorComponent: RouteError,
  defaultNotFoundComponent: RouteUnknown,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
