import type { MyInteraction } from "@rapport/api-client";
import { useQuery } from "@tanstack/react-query";
import { myInteractionsQuery } from "~/api/conversations";

export interface Offer extends MyInteraction {
  state: Extract<MyInteraction["state"], { kind: "offered" }>;
}

const isOffer = (item: MyInteraction): item is Offer => item.state.kind === "offered";

/** What is offered to me now, the oldest first. */
export function useOffers(): Offer[] {
  const { data } = useQuery(myInteractionsQuery);
  return data?.items.filter(isOffer) ?? [];
}
