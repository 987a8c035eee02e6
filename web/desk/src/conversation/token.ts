/** What is being typed after a sign such as a slash, and where it stands in the text. */
export interface Token {
  query: string;
  from: number;
  to: number;
}

/** A sign counts at the start of a word only, so that dates and addresses do not open the list. */
export function tokenAt(text: string, caret: number, sign: "/" | "@"): Token | null {
  const before = text.slice(0, caret);
  const at = before.lastIndexOf(sign);
  if (at < 0 || /\S/u.test(before.slice(0, at).slice(-1))) return null;
  const query = before.slice(at + 1);
  return /\s/u.test(query) ? null : { query, from: at, to: caret };
}

export function replaceToken(text: string, { from, to }: Token, by: string): { text: string; caret: number } {
  return { text: text.slice(0, from) + by + text.slice(to), caret: from + by.length };
}
