import { createApi } from "@rapport/api-client";

/** The server that served this page. */
export const api = createApi();
