import { unwrap } from "@rapport/api-client";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

const PAGE_SIZE = 50;
/** So many are offered while somebody types. */
const OFFERED = 8;

export const companiesQuery = (query: string) =>
  infiniteQueryOptions({
    queryKey: ["companies", query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/v1/companies", {
          params: { query: { query: query || undefined, limit: PAGE_SIZE, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** The first few whose name holds what was typed. */
export const offeredCompaniesQuery = (query: string) =>
  queryOptions({
    queryKey: ["companies", { offered: query }],
    queryFn: async ({ signal }) => {
      const { items } = await unwrap(
        api.GET("/api/v1/companies", {
          params: { query: { query: query || undefined, limit: OFFERED } },
          signal,
        }),
      );
      return items;
    },
  });

export const companyQuery = (id: string) =>
  queryOptions({
    queryKey: ["company", id],
    queryFn: () => unwrap(api.GET("/api/v1/companies/{id}", { params: { path: { id } } })),
  });

export const createCompany = (name: string) => unwrap(api.POST("/api/v1/companies", { body: { name } }));
