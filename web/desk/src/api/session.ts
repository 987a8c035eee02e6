import { type Me, ProblemError, unwrap } from "@rapport/api-client";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "./client";

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async (): Promise<Me | null> => {
    try {
      return await unwrap(api.GET("/api/v1/session"));
    } catch (error) {
      if (error instanceof ProblemError && error.status === 401) return null;
      throw error;
    }
  },
});

/** For screens inside the desk, which are shown only to someone who is signed in. */
export function useMe(): Me {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error("useMe outside the signed-in desk");
  return data;
}

export function useMay(permission: Me["permissions"][number]): boolean {
  return useMe().permissions.includes(permission);
}
