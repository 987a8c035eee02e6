import { type Agent, unwrap } from "@rapport/api-client";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "./client";
import { useDirectory } from "./directory";

/** All permissions with what each requires, and the built-in roles. */
export const permissionsQuery = queryOptions({
  queryKey: ["permissions"],
  queryFn: () => unwrap(api.GET("/api/v1/permissions")),
});

/** Whether conversations can be given to an agent: their role answers them. */
export function useAnswers(): (agent: Agent) => boolean {
  const { data } = useQuery(permissionsQuery);
  const own = useDirectory("roles");
  return ({ role }) => {
    const builtIn = data?.built_in_roles.find((it) => it.role === role);
    const permissions = builtIn?.permissions ?? own.get(role)?.permissions ?? [];
    return permissions.includes("conversations:write");
  };
}
