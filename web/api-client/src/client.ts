import createClient, { type Client } from "openapi-fetch";
import type { paths } from "./schema";

export type Api = Client<paths>;

/** A typed client of the server's API. An empty base means the origin that served the page. */
export function createApi(baseUrl = ""): Api {
  return createClient<paths>({ baseUrl, credentials: "same-origin" });
}
