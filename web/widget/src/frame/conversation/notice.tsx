import type { VisitorEntry } from "../connection/wire";
import { type Speech, useSpeech } from "../words/words";

/** What happened, in words. */
export function noticeOf(entry: VisitorEntry, { say }: Speech): string {
  const name = entry.event?.name;
  switch (entry.event?.type) {
    case "agent_joined":
      return name ? say("joined", { name }) : say("joined_somebody");
    case "transferred":
      return name ? say("transferred_to", { name }) : say("transferred");
    default:
      return say("resolved");
  }
}

/** Something that happened, between the messages. */
export function Notice({ entry }: { entry: VisitorEntry }) {
  return <p class="notice">{noticeOf(entry, useSpeech())}</p>;
}
