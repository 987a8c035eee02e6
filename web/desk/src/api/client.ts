import { createApi } from "@rapport/api-client";

/** The server that served this page. */
export const api = createApi();

/** The header that names the version which a change was made to. */
export const ifMatch = (version: number) => ({ "If-Match": `"${version}"` });
