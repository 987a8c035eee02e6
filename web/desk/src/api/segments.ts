import { type SegmentCount, unwrap } from "@rapport/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";

/** How many belong to each segment; of one that was never counted there is none. */
export const segmentCountsQuery = queryOptions({
  queryKey: ["segment-counts"],
  queryFn: () => unwrap(api.GET("/api/v1/segments/counts")),
  select: ({ items }) => new Map(items.map((count): [string, SegmentCount] => [count.segment_id, count])),
});

/** What a contact belongs to, by name. */
export const contactSegmentsQuery = (id: string) =>
  queryOptions({
    queryKey: ["contact-segments", id],
    queryFn: async () => {
      const params = { path: { id } };
      return (await unwrap(api.GET("/api/v1/contacts/{id}/segments", { params }))).items;
    },
  });

/** Whom a condition would take in. */
export const segmentPreviewQuery = (condition: string) =>
  queryOptions({
    queryKey: ["segment-preview", condition],
    queryFn: ({ signal }) => unwrap(api.POST("/api/v1/segments/preview", { body: { condition }, signal })),
    retry: false,
  });
