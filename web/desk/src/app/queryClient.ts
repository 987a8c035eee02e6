import { ProblemError } from "@rapport/api-client";
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";

const RETRIES_MAX = 2;

/** Signed out elsewhere, or expired: the session query goes empty and the desk shows the sign-in. */
function forgetSession(error: unknown) {
  if (error instanceof ProblemError && error.status === 401) queryClient.setQueryData(["session"], null);
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: forgetSession }),
  mutationCache: new MutationCache({ onError: forgetSession }),
  defaultOptions: {
    queries: {
      // Events keep the cache fresh; a refetch happens only when the socket says that it must.
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) =>
        failures < RETRIES_MAX &&
        !(error instanceof ProblemError && error.status >= 400 && error.status < 500),
    },
    mutations: { networkMode: "always" },
  },
});
