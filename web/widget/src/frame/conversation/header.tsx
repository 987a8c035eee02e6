import type { Session } from "../connection/session";
import { availability } from "../home/availability";
import type { Inbox } from "../inbox";
import { Avatar } from "../parts/avatar";
import { BackIcon, CloseIcon } from "../parts/icons";
import { type Speech, useSpeech } from "../words/words";

/** Who answers, or what is being done about it. */
function standing(session: Session, inbox: Inbox, { say }: Speech): string {
  const state = session.conversation?.state;
  if (state === "active") return say("with_you");
  if (state === "resolved") return say("finished");
  const there = availability(inbox);
  if (state === "waiting" && there === "here") return say("finding");
  return say(there === "closed" ? "closed" : "here");
}

interface Props {
  session: Session;
  inbox: Inbox;
  onBack: () => void;
  onClose: (() => void) | null;
}

export function Header({ session, inbox, onBack, onClose }: Props) {
  const speech = useSpeech();
  const agent = session.conversation?.agent?.name;
  const nobody = !agent && availability(inbox) === "nobody_here";
  return (
    <header class="bar">
      <button type="button" class="icon-button back" aria-label={speech.say("back")} onClick={onBack}>
        <BackIcon />
      </button>
      <Avatar name={agent ?? inbox.brand.name} brand={!agent} />
      <div class="bar-words">
        <h1>
          <bdi>{agent ?? inbox.brand.name}</bdi>
        </h1>
        {!nobody && <p>{standing(session, inbox, speech)}</p>}
      </div>
      {onClose && (
        <button type="button" class="icon-button" aria-label={speech.say("close")} onClick={onClose}>
          <CloseIcon />
        </button>
      )}
    </header>
  );
}
