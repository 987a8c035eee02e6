import { unwrap } from "@rapport/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";

/** Notes that name me and that I have not seen. */
export const mentionsQuery = queryOptions({
  queryKey: ["mentions"],
  queryFn: () => unwrap(api.GET("/api/v1/mentions")),
});
