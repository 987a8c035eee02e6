export type Piece = { kind: "text"; text: string } | { kind: "link"; text: string; href: string };

const LINK = /https?:\/\/[^\s<>"]+/gi;
/** Punctuation that belongs to the sentence around a link rather than to the link. */
const TRAILING = /[.,;:!?'"”»）。，、)\]}]+$/;

/** The text with its web addresses found. Only http and https are ever links. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const link = withoutTrailing(match[0]);
    const href = address(link);
    if (href === null) continue;
    if (match.index > from) found.push({ kind: "text", text: text.slice(from, match.index) });
    found.push({ kind: "link", text: link, href });
    from = match.index + link.length;
  }
  if (from < text.length) found.push({ kind: "text", text: text.slice(from) });
  return found;
}

/** Null where a browser would not go. (`URL.canParse` is younger than some browsers that visitors use.) */
function address(link: string): string | null {
  try {
    return new URL(link).href;
  } catch {
    return null;
  }
}

function withoutTrailing(link: string): string {
  const bare = link.replace(TRAILING, "");
  // A closing bracket stays if the link itself opened it, as in .../wiki/Bag_(disambiguation).
  return bare.includes("(") && link.charAt(bare.length) === ")" ? `${bare})` : bare;
}

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
