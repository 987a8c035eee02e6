import { useCallback, useEffect, useState } from "react";
import { useMe } from "~/api/session";
import { useT } from "~/messages";
import { useFrames } from "~/socket/desk";
import type { ServerFrame } from "~/socket/frames";
import classes from "./TypingLine.module.css";

/** Typing is said every few seconds; silence for this long means that it stopped. */
const FORGOTTEN_AFTER_MS = 6_000;

export function TypingLine({ conversationId }: { conversationId: string }) {
  const t = useT();
  const me = useMe().agent.id;
  const [typing, setTyping] = useState<{ name: string | null; at_ms: number } | null>(null);

  useFrames(
    useCallback(
      (frame: ServerFrame) => {
        if (frame.type === "typing" && frame.conversation_id === conversationId && frame.by.id !== me) {
          setTyping({ name: frame.by.name, at_ms: Date.now() });
        }
        const written =
          frame.type === "event" && frame.event.type === "message.created" ? frame.event.data.entry : null;
        if (written?.conversation_id === conversationId) setTyping(null);
      },
      [conversationId, me],
    ),
  );

  useEffect(() => {
    if (!typing) return;
    const timer = setTimeout(() => setTyping(null), FORGOTTEN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [typing]);

  return (
    <p className={classes.line} aria-live="polite">
      {typing && t("conversation.typing", { name: typing.name ?? t("contact.visitor") })}
    </p>
  );
}
