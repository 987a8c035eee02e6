import { unwrap } from "@rapport/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export const presenceQuery = queryOptions({
  queryKey: ["presence"],
  queryFn: () => unwrap(api.GET("/api/v1/presence")),
});
