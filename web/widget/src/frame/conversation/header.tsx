import { saveHtml, transcriptHtml, transcriptName } from "@rapport/transcript";
import type { Session } from "../connection/session";
import { availability, serviceOf } from "../home/availability";
import type { Inbox } from "../inbox";
import { Avatar } from "../parts/avatar";
import { BackIcon, CloseIcon, SaveIcon } from "../parts/icons";
import { transcriptOf } from "../transcript/transcript";
import { type Speech, useSpeech } from "../words/words";

/** Who answers, or what is being done about it. */
function standing(session: Session, inbox: Inbox, { say }: Speech): string {
  const state = session.conversation?.state;
  if (state === "active") return say("with_you");
  if (state === "resolved") return say("finished");
  const there = availability(serviceOf(inbox, session.conversation));
  if (state === "waiting" && there === "here") return say("finding");
  return say(there === "closed" ? "closed" : "here");
}

function save(session: Session, brand: string, speech: Speech): void {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const direction = document.documentElement.dir === "rtl" ? "rtl" : "ltr";
  const page = transcriptOf(session, brand, speech, timeZone, direction);
  saveHtml(transcriptHtml(page), transcriptName(brand, new Date()));
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
  const nobody = !agent && availability(serviceOf(inbox, session.conversation)) === "nobody_here";
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
      {session.entries.length > 0 && (
        <button
          type="button"
          class="icon-button"
          aria-label={speech.say("transcript_save")}
          title={speech.say("transcript_save")}
          onClick={() => save(session, inbox.brand.name, speech)}
        >
          <SaveIcon />
        </button>
      )}
      {onClose && (
        <button type="button" class="icon-button" aria-label={speech.say("close")} onClick={onClose}>
          <CloseIcon />
        </button>
      )}
    </header>
  );
}
