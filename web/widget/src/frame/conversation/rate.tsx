import { useState } from "preact/hooks";
import type { Rating, Session } from "../connection/session";
import { useSpeech } from "../words/words";

const COMMENT_CHARACTERS_MAX = 1_000;
/** Drawn, since not every device has a letter for each face. */
const SCORES = [
  { score: 1, mouth: "M8 16.5q4-4 8 0", word: "rate_1" },
  { score: 2, mouth: "M8 16q4-2.2 8 0", word: "rate_2" },
  { score: 3, mouth: "M8 15.2h8", word: "rate_3" },
  { score: 4, mouth: "M8 14.5q4 2.4 8 0", word: "rate_4" },
  { score: 5, mouth: "M7.5 13.8q4.5 6 9 0z", word: "rate_5" },
] as const;

interface Props {
  session: Session;
  onRate: (rating: Rating) => void;
}

/** How it was, asked once the conversation is resolved. A face is sent at once, words when they are ready. */
export function Rate({ session, onRate }: Props) {
  const { say } = useSpeech();
  const given = session.rating ?? session.conversation?.rating ?? null;
  const [comment, setComment] = useState("");
  const words = comment.trim();

  return (
    <section class="rate" aria-label={say("rate_title")}>
      <strong>{given ? say("rate_thanks") : say("rate_title")}</strong>
      <fieldset class="rate-faces">
        <legend class="unseen">{say("rate_title")}</legend>
        {SCORES.map(({ score, mouth, word }) => (
          <button
            key={score}
            type="button"
            aria-pressed={given?.score === score}
            aria-label={say(word)}
            title={say(word)}
            onClick={() => onRate({ score, comment: given?.comment ?? null })}
          >
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <circle cx="12" cy="12" r="9.2" />
              <path d="M9 9.2v.9M15 9.2v.9" />
              <path d={mouth} />
            </svg>
          </button>
        ))}
      </fieldset>
      {given && given.comment === null && (
        <form
          class="rate-words"
          onSubmit={(event) => {
            event.preventDefault();
            if (words) onRate({ score: given.score, comment: words });
          }}
        >
          <textarea
            rows={2}
            dir="auto"
            maxLength={COMMENT_CHARACTERS_MAX}
            aria-label={say("rate_comment")}
            placeholder={say("rate_comment")}
            value={comment}
            onInput={(event) => setComment(event.currentTarget.value)}
          />
          <button type="submit" class="rate-send" disabled={!words}>
            {say("send")}
          </button>
        </form>
      )}
    </section>
  );
}
