import type { Conversation } from "@rapport/api-client";
import { useQuery } from "@tanstack/react-query";
import { contextQuery } from "~/api/conversations";
import { useDirectory } from "~/api/directory";
import { useMe } from "~/api/session";

const firstOf = (name: string | null | undefined) => name?.trim().split(/\s+/u)[0];

/** What a canned reply's variables stand for on a conversation; nothing where it is not known. */
export function useKnown({ id, contact, brand_id, queue_id }: Conversation) {
  const { agent, organisation } = useMe();
  const { data: context } = useQuery(contextQuery(id));
  const brand = useDirectory("brands").get(brand_id);
  const queue = useDirectory("queues").get(queue_id ?? "");
  return (name: string): string | null | undefined => {
    switch (name) {
      case "contact.name":
        return contact.name;
      case "contact.first_name":
        return firstOf(contact.name);
      case "agent.name":
        return agent.name;
      case "agent.first_name":
        return firstOf(agent.name);
      case "brand.name":
        return brand?.name;
      case "queue.name":
        return queue?.name;
      case "organisation.name":
        return organisation.name;
    }
    const key = name.startsWith("fact.") ? name.slice("fact.".length) : null;
    return context?.items.find((fact) => fact.key === key)?.value;
  };
}
