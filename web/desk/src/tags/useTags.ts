import type { Tag } from "@rapport/api-client";
import { useDirectory } from "~/api/directory";

/** The tags with these ids, archived ones included: history keeps them. */
export function useTags(ids: readonly string[]): Tag[] {
  const tags = useDirectory("tags");
  return ids.flatMap((id) => tags.get(id) ?? []);
}
