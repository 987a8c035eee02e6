import { useMemo } from "preact/hooks";
import type { Rating, Session } from "../connection/session";
import { availability, availabilityText, serviceOf } from "../home/availability";
import type { Inbox } from "../inbox";
import { PreChatForm } from "../pre_chat/form";
import type { Form } from "../pre_chat/use_form";
import { Reach } from "../reach/reach";
import type { Store } from "../storage/store";
import { dayName } from "../words/times";
import { useSpeech } from "../words/words";
import { DeliveryLine } from "./delivery";
import { Group, Typing } from "./group";
import { layOut, type Said, withInvitation } from "./layout";
import { Notice } from "./notice";
import { Rate } from "./rate";
import type { Scroll } from "./scroll";
import { Waiting } from "./waiting";

interface Props {
  session: Session;
  inbox: Inbox;
  scroll: Scroll;
  form: Form;
  /** Grows each time the focus is expected in the form, if there is one. */
  focus: number;
  store: Store;
  onAddress: (address: string) => void;
  onRate: (rating: Rating) => void;
  onRetry: (clientId: string) => void;
  onDiscard: (clientId: string) => void;
}

/** Arrow keys go from message to message, so that the log is one stop for the Tab key. */
function onArrow(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step === undefined) return;
  const bubbles = [...event.currentTarget.querySelectorAll<HTMLElement>(".bubble[tabindex]")];
  const at = bubbles.indexOf(document.activeElement as HTMLElement);
  const next = at === -1 ? bubbles.at(-1) : bubbles[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

export function Log({
  session,
  inbox,
  scroll,
  form,
  focus,
  store,
  onAddress,
  onRate,
  onRetry,
  onDiscard,
}: Props) {
  const speech = useSpeech();
  const { say, locale } = speech;
  const there = availability(inbox);
  const { outbox, conversation, typing } = session;
  const entries = useMemo(() => withInvitation(session.entries, session.invitation), [session]);
  const items = useMemo(() => layOut(entries, outbox), [entries, outbox]);
  const lastOwn = items
    .flatMap((item) => (item.kind === "group" && item.author.kind === "contact" ? item.said : []))
    .at(-1);
  const below = (said: Said) =>
    said === lastOwn || said.pending?.refusal ? (
      <DeliveryLine
        said={said}
        conversation={conversation}
        live={session.link.kind === "live"}
        onRetry={onRetry}
        onDiscard={onDiscard}
      />
    ) : null;
  return (
    <div class="scroller" ref={scroll.list} onScroll={scroll.onScroll}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and its messages are reached by arrow keys */}
      <div class="log" role="log" aria-label={say("messages")} tabIndex={0} onKeyDown={onArrow}>
        {session.truncated && <p class="notice">{say("earlier")}</p>}
        {items.length === 0 && (
          <>
            {there !== "here" && <p class="notice">{availabilityText(inbox, speech, new Date())}</p>}
            <p class="notice">{say(there === "here" ? "start_here" : "start_later")}</p>
          </>
        )}
        {items.map((item) => {
          if (item.kind === "group")
            return <Group key={item.key} group={item} token={session.token} below={below} />;
          if (item.kind === "notice") return <Notice key={item.key} entry={item.entry} />;
          return (
            <h2 class="day" key={item.key}>
              {dayName(item.at, new Date(), locale)}
            </h2>
          );
        })}
      </div>
      {form.fields.length > 0 && <PreChatForm form={form} focus={focus} />}
      {conversation?.state === "resolved" && (inbox.ask_rating || conversation.rating) && (
        <Rate key={conversation.id} session={session} onRate={onRate} />
      )}
      {typing && <Typing name={typing.name ?? say("somebody")} />}
      {conversation?.state === "waiting" && (
        <>
          <Waiting conversation={conversation} inbox={inbox} />
          {availability(serviceOf(inbox, conversation)) !== "here" && (
            <Reach session={session} store={store} onAddress={onAddress} />
          )}
        </>
      )}
    </div>
  );
}
