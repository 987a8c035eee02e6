/** The name of a key press as shortcuts are written: "mod+k", "?", "j". */
export function nameOf(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">): string {
  const mod = event.ctrlKey || event.metaKey ? "mod+" : "";
  const alt = event.altKey ? "alt+" : "";
  return mod + alt + (event.key.length === 1 ? event.key.toLowerCase() : event.key);
}

/** How long after the first key of a sequence ("g i") the second still counts. */
export const SEQUENCE_WITHIN_MS = 1_000;

export interface Sequence {
  first: string;
  at_ms: number;
}

/** Which of the wanted shortcuts a press completes, also as the second key of a sequence. */
export function match(
  wanted: Iterable<string>,
  pressed: string,
  before: Sequence | null,
  now_ms: number,
): string | null {
  const names = new Set(wanted);
  if (before && now_ms - before.at_ms < SEQUENCE_WITHIN_MS) {
    const sequence = `${before.first} ${pressed}`;
    if (names.has(sequence)) return sequence;
    // "g i" must not also be an "i".
    if (before.first === "g") return null;
  }
  return names.has(pressed) ? pressed : null;
}
