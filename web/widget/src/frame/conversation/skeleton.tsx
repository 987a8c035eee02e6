import { useSpeech } from "../words/words";

/** Shapes of messages while the past is on its way. */
export function Skeleton() {
  const { say } = useSpeech();
  return (
    <div class="scroller" role="status" aria-label={say("loading")}>
      <div class="log" aria-hidden="true">
        {["agent", "agent wide", "contact", "agent", "contact wide"].map((look) => (
          <span key={look} class={`skeleton ${look}`} />
        ))}
      </div>
    </div>
  );
}
