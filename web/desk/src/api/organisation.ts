import { unwrap } from "@rapport/api-client";
import { api, ifMatch } from "./client";

export function renameOrganisation(name: string, version: number) {
  return unwrap(api.PATCH("/api/v1/organisation", { params: { header: ifMatch(version) }, body: { name } }));
}
