const JUMBO_MAX = 3;
const EMOJI =
  /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[\u200d\ufe0f\u20e3])+$/u;

/** One to three emoji and nothing else: drawn large. */
export function isJumbo(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > 40 || !EMOJI.test(trimmed)) return false;
  return "Segmenter" in Intl && [...new Intl.Segmenter().segment(trimmed)].length <= JUMBO_MAX;
}

/** What the server takes at most, in characters (code points). */
export const TEXT_CHARACTERS_MAX = 10_000;
/** From here on the composer says how many are left. */
export const COUNTER_FROM = 500;

/** Characters left, negative when there are too many. */
export function charactersLeft(text: string): number {
  // Code points are never more than code units, so most texts need no counting.
  if (text.length <= TEXT_CHARACTERS_MAX - COUNTER_FROM) return TEXT_CHARACTERS_MAX - text.length;
  let count = 0;
  for (const _ of text) count += 1;
  return TEXT_CHARACTERS_MAX - count;
}
