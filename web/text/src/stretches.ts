import { type Piece, pieces } from "./links";
import type { Mark, Span } from "./span";

/** What is drawn in one go. */
export interface Stretch {
  text: string;
  marks: readonly Mark[];
  /** What it leads to; null when it is no link. */
  href: string | null;
}

const SAFE = /^(?:https?:\/\/|mailto:|tel:)\S/i;

const stretch = (piece: Piece, marks: readonly Mark[]): Stretch => ({
  text: piece.text,
  marks,
  href: piece.kind === "link" ? piece.href : null,
});

/** The text as it is drawn: its marks, its links, and the web addresses that stand in it. */
export function stretchesOf(text: string, spans: readonly Span[] = []): Stretch[] {
  if (spans.length === 0) return pieces(text).map((piece) => stretch(piece, []));
  return spans.flatMap(({ text, marks = [], href }) => {
    if (href && SAFE.test(href)) return [{ text, marks, href }];
    if (marks.includes("code")) return [{ text, marks, href: null }];
    return pieces(text).map((piece) => stretch(piece, marks));
  });
}
