export type Mark = "bold" | "italic" | "strikethrough" | "code";

/** A stretch of a text that looks the same from end to end, as the server stores it. */
export interface Span {
  text: string;
  marks?: Mark[];
  href?: string | null;
}
