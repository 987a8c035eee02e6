export { type Api, createApi } from "./client";
export type * from "./models";
export { ProblemError, unwrap } from "./problem";
export type { components, paths } from "./schema";
