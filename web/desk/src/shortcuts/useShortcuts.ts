import { useEffect, useRef } from "react";
import { match, nameOf, type Sequence } from "./keys";

/** Where keys are text, not commands. */
function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input, textarea, select, [role='textbox']"))
  );
}

/** Commands by key while the component is on screen; with "mod+" they also work inside a text field. */
export function useShortcuts(actions: Record<string, () => void>) {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });

  useEffect(() => {
    let before: Sequence | null = null;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const pressed = nameOf(event);
      const found = match(Object.keys(latest.current), pressed, before, event.timeStamp);
      before = { first: pressed, at_ms: event.timeStamp };
      if (!found) return;
      const inDialog = document.querySelector("[role='dialog']") !== null;
      if (!found.startsWith("mod+") && (isWriting(event.target) || inDialog)) return;
      event.preventDefault();
      latest.current[found]?.();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
