import { useSpeech } from "../words/words";

/** A state that the frame cannot leave by itself: what is wrong, and the next step if there is one. */
export function DeadEnd({ title, hint, onRetry }: { title: string; hint: string; onRetry?: () => void }) {
  const { say } = useSpeech();
  return (
    <div class="dead-end" role="alert">
      <h1>{title}</h1>
      <p>{hint}</p>
      {onRetry && (
        <button type="button" class="button" onClick={onRetry}>
          {say("retry")}
        </button>
      )}
    </div>
  );
}
