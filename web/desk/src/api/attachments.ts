import { unwrap } from "@rapport/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";

/** What may be uploaded; it changes only when the server is started anew. */
export const attachmentLimitsQuery = queryOptions({
  queryKey: ["attachment_limits"],
  queryFn: () => unwrap(api.GET("/api/v1/attachments/limits")),
  staleTime: Number.POSITIVE_INFINITY,
});
