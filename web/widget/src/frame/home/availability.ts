import type { Availability as Service, VisitorConversation } from "../connection/wire";
import { openingTime } from "../words/times";
import type { Speech } from "../words/words";

export type Availability = "here" | "nobody_here" | "closed";

export function availability(service: Service): Availability {
  if (!service.open) return "closed";
  return service.agents_online ? "here" : "nobody_here";
}

/** One sentence: whether somebody is there, and if not, when. */
export function availabilityText(service: Service, { say, locale }: Speech, now: Date): string {
  const state = availability(service);
  if (state !== "closed") return say(state);
  if (service.next_opening_at === null) return say("closed");
  const when = openingTime(new Date(service.next_opening_at), now, locale);
  return say("closed_until", { when });
}

/** Of the queue where the conversation waits, else of the inbox. */
export function serviceOf(inbox: Service, conversation: VisitorConversation | null): Service {
  return conversation?.availability ?? inbox;
}
