import { type CostsBy, unwrap } from "@rapport/api-client";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Behind } from "~/reports/behind";
import type { ReportParameters } from "~/reports/filter";
import { api } from "./client";

/** Figures move while one looks. */
const REFRESH_MS = 60_000;
/** And fast, while what happened is still being counted. */
const CATCHING_UP_MS = 2_000;
const BEHIND_PAGE_SIZE = 50;

/** A report that was not asked for as a file. */
async function told<T>(answer: Promise<T>): Promise<Exclude<T, string>> {
  const report = await answer;
  if (typeof report === "string") throw new Error("a report came as a file");
  return report as Exclude<T, string>;
}

/** What every report has in common: none is out of date for long, and none of what is not counted yet. */
const common = {
  staleTime: 0,
  refetchInterval: ({ state }: { state: { data?: { pending_events: number } } }) =>
    state.data?.pending_events ? CATCHING_UP_MS : REFRESH_MS,
};

export const volumeQuery = (parameters: ReportParameters) => {
  const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const query = { ...parameters, time_zone };
  return queryOptions({
    ...common,
    queryKey: ["reports", "volume", query],
    queryFn: () => told(unwrap(api.GET("/api/v1/reports/volume", { params: { query } }))),
  });
};

export const repliesQuery = (query: ReportParameters) =>
  queryOptions({
    ...common,
    queryKey: ["reports", "replies", query],
    queryFn: () => told(unwrap(api.GET("/api/v1/reports/replies", { params: { query } }))),
  });

export const pathsQuery = (query: ReportParameters) =>
  queryOptions({
    ...common,
    queryKey: ["reports", "paths", query],
    queryFn: () => told(unwrap(api.GET("/api/v1/reports/paths", { params: { query } }))),
  });

export const repeatedQuestionsQuery = (query: ReportParameters) =>
  queryOptions({
    ...common,
    queryKey: ["reports", "repeated_questions", query],
    queryFn: () => told(unwrap(api.GET("/api/v1/reports/repeated_questions", { params: { query } }))),
  });

export const costsQuery = (parameters: ReportParameters, by: CostsBy) => {
  const query = { ...parameters, by };
  return queryOptions({
    ...common,
    queryKey: ["reports", "costs", query],
    queryFn: () => told(unwrap(api.GET("/api/v1/reports/costs", { params: { query } }))),
  });
};

export const reportedConversationsQuery = (parameters: ReportParameters, behind: Behind) => {
  const query = { ...parameters, ...behind };
  return infiniteQueryOptions({
    queryKey: ["reports", "conversations", query],
    queryFn: ({ pageParam: offset }) =>
      told(
        unwrap(
          api.GET("/api/v1/reports/conversations", {
            params: { query: { ...query, offset, limit: BEHIND_PAGE_SIZE } },
          }),
        ),
      ),
    initialPageParam: 0,
    getNextPageParam: ({ total }, pages) => {
      const shown = pages.reduce((sum, { items }) => sum + items.length, 0);
      return shown < total ? shown : undefined;
    },
    staleTime: 0,
  });
};
