import type { SavedView } from "@rapport/api-client";
import { useQuery } from "@tanstack/react-query";
import type { ConversationFilter } from "~/api/conversations";
import { filterOf, viewsQuery } from "~/api/views";
import type { InboxSearch } from "./search";

export interface List {
  /** As its address says. */
  place: string;
  filter: ConversationFilter;
  /** Under which name it is saved, if it is. */
  saved: SavedView | undefined;
}

export const isSaved = (place: string) => place.startsWith("view_");

/** What a list's address stands for; null while that is not known. One that was removed is everything. */
export function useList(place: string, { status = "open", ...rest }: InboxSearch): List | null {
  const { data } = useQuery({ ...viewsQuery, enabled: isSaved(place) });
  if (!isSaved(place)) return { place, filter: { view: place, status, ...rest }, saved: undefined };
  const saved = data?.items.find(({ id }) => id === place);
  if (saved) return { place, filter: filterOf(saved), saved };
  return data ? { place: "all", filter: { view: "all", status }, saved: undefined } : null;
}
