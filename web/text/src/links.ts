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
