import { useEffect, useRef } from "preact/hooks";
import type { Session } from "../connection/session";
import type { Inbox } from "../inbox";
import { Avatar } from "../parts/avatar";
import { ChatIcon, CloseIcon, ForwardIcon } from "../parts/icons";
import { useSpeech } from "../words/words";
import { availability, availabilityText } from "./availability";
import { ContinueCard } from "./continue_card";

interface Props {
  inbox: Inbox;
  session: Session;
  /** Grows each time the visitor opens the frame and expects the focus in it. */
  focus: number;
  onOpen: () => void;
  onClose: (() => void) | null;
}

export function Home({ inbox, session, focus, onOpen, onClose }: Props) {
  const speech = useSpeech();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The greeting is read out first, and the next Tab goes to the first choice.
    if (focus > 0) heading.current?.focus();
  }, [focus]);
  const state = availability(inbox);
  const ongoing = session.conversation !== null || session.outbox.length > 0;
  return (
    <main class="home">
      <header class="hero">
        <div class="hero-brand">
          <Avatar name={inbox.brand.name} brand />
          <strong>
            <bdi>{inbox.brand.name}</bdi>
          </strong>
          {onClose && (
            <button type="button" class="icon-button" aria-label={speech.say("close")} onClick={onClose}>
              <CloseIcon />
            </button>
          )}
        </div>
        <h1 ref={heading} tabIndex={-1}>
          <bdi>{inbox.greeting || speech.say("greeting")}</bdi>
        </h1>
        <p class={`availability ${state}`}>{availabilityText(inbox, speech, new Date())}</p>
      </header>
      <div class="choices">
        {ongoing ? (
          <ContinueCard session={session} inbox={inbox} onOpen={onOpen} />
        ) : (
          <button type="button" class="choice" onClick={onOpen}>
            <span class="choice-icon">
              <ChatIcon />
            </span>
            <span class="choice-words">
              <strong>{speech.say("chat")}</strong>
              <span>{speech.say(state === "here" ? "chat_here" : "chat_later")}</span>
            </span>
            <ForwardIcon />
          </button>
        )}
      </div>
    </main>
  );
}
