export { type Api, createApi } from "./client";
export { EVENT_TYPES } from "./eventTypes";
export type * from "./models";
export { ProblemError, unwrap } from "./problem";
export type { components, paths } from "./schema";
