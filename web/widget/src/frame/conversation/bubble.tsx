import { stretchesOf } from "@rapport/text";
import { Attached } from "../attachments/attached";
import { clockTime } from "../words/times";
import { useSpeech } from "../words/words";
import type { Said } from "./layout";
import { Rich } from "./rich";
import { isJumbo } from "./text";

/** One message. Its time shows under the pointer and under the keyboard's focus, and is always read out. */
export function Bubble({ said, token }: { said: Said; token: string | null }) {
  const { locale } = useSpeech();
  const look = [
    "bubble",
    isJumbo(said.text) ? "jumbo" : "",
    said.pending ? "unsent" : "",
    said.pending?.refusal ? "refused" : "",
  ];
  return (
    <div class="bubble-row">
      <div class="said">
        {said.text !== "" && (
          <div class={look.filter(Boolean).join(" ")} tabIndex={-1}>
            {/* The text may run the other way than the page; the bubble's shape stays with the page. */}
            <div dir="auto">
              {stretchesOf(said.text, said.spans).map((stretch) => (
                <Rich stretch={stretch} />
              ))}
            </div>
          </div>
        )}
        {said.attachments.length > 0 && <Attached attachments={said.attachments} token={token} />}
      </div>
      <time dateTime={said.at.toISOString()}>{clockTime(said.at, locale)}</time>
    </div>
  );
}
