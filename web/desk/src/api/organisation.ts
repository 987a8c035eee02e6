import { unwrap } from "@rapport/api-client";
import { api } from "./client";

export function renameOrganisation(name: string) {
  return unwrap(api.PATCH("/api/v1/organisation", { body: { name } }));
}
