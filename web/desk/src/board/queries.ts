import { unwrap } from "@rapport/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "~/api/client";
import { type Period, sinceOf } from "./period";

/** Time moves the figures also where nothing happens. */
const REFRESH_MS = 30_000;

export const STATUS_KEY = ["queues-status"];
export const WORK_KEY = ["board-work"];

export const queuesStatusQuery = (period: Period) =>
  queryOptions({
    queryKey: [...STATUS_KEY, period],
    queryFn: () =>
      unwrap(
        api.GET("/api/v1/queues/status", {
          params: { query: { since: sinceOf(period, new Date()).toISOString() } },
        }),
      ),
    refetchInterval: REFRESH_MS,
  });

/** Who waits in a queue, or what an agent has in hand. */
export type WorkOf = { queue_id: string } | { agent_id: string };

export const workQuery = (of: WorkOf) =>
  queryOptions({
    queryKey: [...WORK_KEY, of],
    queryFn: () => unwrap(api.GET("/api/v1/interactions", { params: { query: of } })),
  });
