import { useQuery } from "@tanstack/react-query";
import { mentionsQuery } from "~/api/mentions";

const idsOf = ({ items }: { items: { conversation_id: string }[] }) =>
  new Set(items.map((note) => note.conversation_id));

/** Conversations with notes that name me and that I have not seen. */
export function useUnseenMentions(): ReadonlySet<string> | undefined {
  return useQuery({ ...mentionsQuery, select: idsOf }).data;
}
