import { type Me, ProblemError, unwrap } from "@rapport/api-client";
import { queryOptions } from "@tanstack/react-query";
import { createContext, useContext } from "react";
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

const Signed = createContext<Me | null>(null);

/** Around the desk, with who is signed in. */
export const MeProvider = Signed.Provider;

/**
 * For screens inside the desk, which are shown only to someone who is signed in. It comes from above and not from
 * the query: a part of a screen may be drawn between the end of the session and the going of the screen.
 */
export function useMe(): Me {
  const me = useContext(Signed);
  if (!me) throw new Error("useMe outside the signed-in desk");
  return me;
}

export function useMay(permission: Me["permissions"][number]): boolean {
  return useMe().permissions.includes(permission);
}
