import { useCallback, useEffect, useState } from "react";
import { useMe } from "~/api/session";
import { useT } from "~/messages";
import { useFrames, usePhase } from "~/socket/desk";
import type { ServerFrame } from "~/socket/frames";
import classes from "./TypingLine.module.css";

/** Typing is said every few seconds; silence for this long means that it stopped. */
const FORGOTTEN_AFTER_MS = 6_000;
/** Words that the visitor has left standing; later nobody knows whether they still do. */
const WORDS_FORGOTTEN_AFTER_MS = 60_000;

interface Typing {
  name: string | null;
  /** A colleague begins to answer the same customer. */
  colleague: boolean;
  /** The visitor's words so far, where their inbox shows them. */
  words: string;
}

/** Who types, and where the inbox shows it, what. */
export function TypingLine({ conversationId }: { conversationId: string }) {
  const t = useT();
  const me = useMe().agent.id;
  const [typing, setTyping] = useState<Typing | null>(null);
  const isLive = usePhase() === "live";

  useFrames(
    useCallback(
      (frame: ServerFrame) => {
        if (frame.type === "typing" && frame.conversation_id === conversationId && frame.by.id !== me) {
          const { by, text } = frame;
          // A colleague who types beside the visitor says nothing of the visitor's words.
          setTyping((was) =>
            text === ""
              ? null
              : { name: by.name, colleague: by.kind === "agent", words: text ?? was?.words ?? "" },
          );
        }
        const written =
          frame.type === "event" && frame.event.type === "message.created" ? frame.event.data.entry : null;
        if (written?.conversation_id === conversationId) setTyping(null);
        if (frame.type === "online" && frame.conversation_id === conversationId && !frame.online) {
          setTyping(null);
        }
      },
      [conversationId, me],
    ),
  );

  // Of which sign the time has run out.
  const [rested, setRested] = useState<Typing | null>(null);
  const rests = rested === typing;
  useEffect(() => {
    if (!typing) return;
    const rest = setTimeout(() => setRested(typing), FORGOTTEN_AFTER_MS);
    const forget = setTimeout(
      () => setTyping(null),
      typing.words ? WORDS_FORGOTTEN_AFTER_MS : FORGOTTEN_AFTER_MS,
    );
    return () => {
      clearTimeout(rest);
      clearTimeout(forget);
    };
  }, [typing]);

  // On a dead line the words stand for nothing.
  useEffect(() => {
    if (!isLive) setTyping(null);
  }, [isLive]);

  return (
    <>
      {typing?.words && (
        // Not read out as it grows: whoever wants to know goes there.
        <section className={classes.words} aria-live="off" aria-label={t("conversation.typing_words")}>
          <p dir="auto">{typing.words}</p>
          {!rests && (
            <span className={classes.dots} aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
          )}
        </section>
      )}
      <p className={classes.line} data-colleague={typing?.colleague || undefined} aria-live="polite">
        {typing &&
          !rests &&
          t(typing.colleague ? "conversation.colleague_typing" : "conversation.typing", {
            name: typing.name ?? t("contact.visitor"),
          })}
      </p>
    </>
  );
}
