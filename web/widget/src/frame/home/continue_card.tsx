import { unreadCount } from "../connection/marks";
import type { Pending, Session } from "../connection/session";
import type { Inbox } from "../inbox";
import { Avatar } from "../parts/avatar";
import { ForwardIcon } from "../parts/icons";
import { type Speech, useSpeech } from "../words/words";

function line(said: Pick<Pending, "text" | "attachments">): string {
  return said.text || (said.attachments ?? []).map(({ name }) => name).join(", ");
}

/** The last thing said, by whom. */
function preview(session: Session, { say }: Speech): string {
  const unsent = session.outbox.at(-1);
  if (unsent) return say("you_said", { text: line(unsent) });
  const last = session.entries.findLast((entry) => entry.kind === "message");
  const text = last ? line({ text: last.text ?? "", attachments: last.attachments }) : "";
  if (text === "") return say("start_here");
  return last?.author.kind === "contact" ? say("you_said", { text }) : text;
}

export function ContinueCard({
  session,
  inbox,
  onOpen,
}: {
  session: Session;
  inbox: Inbox;
  onOpen: () => void;
}) {
  const speech = useSpeech();
  const unread = unreadCount(session);
  const agent = session.conversation?.agent?.name;
  return (
    <button type="button" class="choice" onClick={onOpen}>
      <Avatar name={agent ?? inbox.brand.name} brand={!agent} />
      <span class="choice-words">
        <strong class="one-line" dir="auto">
          {agent ?? speech.say("your_conversation")}
        </strong>
        <span class="one-line" dir="auto">
          {preview(session, speech)}
        </span>
      </span>
      {unread > 0 ? (
        <span class="badge">
          <span aria-hidden="true">{unread}</span>
          <span class="unseen">{speech.say("unread", { count: unread })}</span>
        </span>
      ) : (
        <ForwardIcon />
      )}
    </button>
  );
}
