import { unwrap } from "@rapport/api-client";
import { api } from "./client";

/** Whether the store is empty and waits for its first organisation. */
export async function setupNeeded(): Promise<boolean> {
  const { needed } = await unwrap(api.GET("/api/v1/setup"));
  return needed;
}
