import { createFileRoute, redirect } from "@tanstack/react-router";
import { sessionQuery } from "~/api/session";
import { placesFor } from "~/shell/places";

export const Route = createFileRoute("/")({
  beforeLoad: async ({ context }) => {
    const me = await context.queryClient.ensureQueryData(sessionQuery);
    const [first] = placesFor(me?.permissions ?? []);
    throw redirect({ to: first?.to ?? "/inbox" });
  },
});
