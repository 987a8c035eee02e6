import type { Inbox } from "../inbox";
import { openingTime } from "../words/times";
import type { Speech } from "../words/words";

export type Availability = "here" | "nobody_here" | "closed";

export function availability(inbox: Inbox): Availability {
  if (!inbox.open) return "closed";
  return inbox.agents_online ? "here" : "nobody_here";
}

/** One sentence: whether somebody is there, and if not, when. */
export function availabilityText(inbox: Inbox, { say, locale }: Speech, now: Date): string {
  const state = availability(inbox);
  if (state !== "closed") return say(state);
  if (inbox.next_opening_at === null) return say("closed");
  const when = openingTime(new Date(inbox.next_opening_at), now, locale);
  return say("closed_until", { when });
}
