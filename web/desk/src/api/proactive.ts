import { unwrap } from "@rapport/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export const proactiveResultsQuery = (id: string) =>
  queryOptions({
    queryKey: ["proactive-results", id],
    queryFn: () => unwrap(api.GET("/api/v1/proactive_rules/{id}/results", { params: { path: { id } } })),
    // Visitors come all the time.
    staleTime: 0,
  });
