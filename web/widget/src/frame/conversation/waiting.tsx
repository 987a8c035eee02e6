import type { VisitorConversation } from "../connection/wire";
import { availability, availabilityText, serviceOf } from "../home/availability";
import type { Inbox } from "../inbox";
import { type Speech, useSpeech } from "../words/words";

const MINUTE_MS = 60_000;

function place(position: number | null, { say }: Speech): string {
  if (position === null) return say("place_unknown");
  return position <= 1 ? say("place_next") : say("place", { position });
}

function estimate(waitMs: number, { say }: Speech): string {
  if (waitMs < MINUTE_MS) return say("wait_short");
  return say("wait", { count: Math.ceil(waitMs / MINUTE_MS) });
}

/** The place in line and how long it may take; or, when nobody is there, what becomes of the message. */
export function Waiting({ conversation, inbox }: { conversation: VisitorConversation; inbox: Inbox }) {
  const speech = useSpeech();
  const service = serviceOf(inbox, conversation);
  const state = availability(service);
  const here = state === "here";
  const wait = conversation.estimated_wait_ms;
  return (
    <div class="waiting" role="status">
      <strong>
        {here ? place(conversation.position, speech) : availabilityText(service, speech, new Date())}
      </strong>
      {here && wait !== null && <span>{estimate(wait, speech)}</span>}
      {!here && <span>{speech.say(state === "closed" ? "promise_closed" : "promise_nobody")}</span>}
      {here && <span class="progress" aria-hidden="true" />}
    </div>
  );
}
