import { useEffect, useRef } from "preact/hooks";
import type { Returning } from "../connection/returning";
import type { Session } from "../connection/session";
import { linkState } from "../connection/use_session";
import type { Inbox } from "../inbox";
import { Avatar } from "../parts/avatar";
import { useSpeech } from "../words/words";

interface Props {
  returning: Returning;
  session: Session;
  inbox: Inbox;
  onContinue: () => void;
  /** They begin anew instead. */
  onStart: () => void;
}

const REFUSALS = {
  return_link_used: "return_used",
  return_link_expired: "return_expired",
} as const;

/** What somebody sees first who came by the link in a mail. */
export function Return({ returning, session, inbox, onContinue, onStart }: Props) {
  const { say } = useSpeech();
  const heading = useRef<HTMLHeadingElement>(null);
  const { kind } = returning;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of its states is read out
  useEffect(() => heading.current?.focus(), [kind]);
  const refusal =
    returning.kind === "refused"
      ? (REFUSALS[returning.code as keyof typeof REFUSALS] ?? "return_invalid")
      : null;
  const line = linkState(session);
  const waits = line === "offline" || line === "reconnecting" ? line : "connecting";
  return (
    <main class="dead-end">
      <Avatar name={inbox.brand.name} brand />
      <h1 ref={heading} tabIndex={-1}>
        {refusal ? say(refusal) : say("return_title", { brand: inbox.brand.name })}
      </h1>
      <p>{say(refusal ? "return_refused_hint" : "return_hint")}</p>
      {kind === "asked" ? (
        <p role="status">{say(waits)}</p>
      ) : (
        <button type="button" class="button" onClick={refusal ? onStart : onContinue}>
          {say(refusal ? "return_start" : "return_go")}
        </button>
      )}
    </main>
  );
}
