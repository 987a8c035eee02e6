import type { LinkState } from "../connection/use_session";
import { useSpeech } from "../words/words";

/** Says when the line is not there. It fades in late, so a short break is not worth a word. */
export function LinkBar({ link }: { link: LinkState }) {
  const { say } = useSpeech();
  return (
    <div class="link-bar" role="status">
      {link !== "idle" && link !== "live" && <p class={link}>{say(link)}</p>}
    </div>
  );
}
