import type { CannedReply } from "@rapport/api-client";

/** What is being typed after a slash, and where it stands in the text. */
export interface Slash {
  query: string;
  from: number;
  to: number;
}

/** A slash counts at the start of a word only, so that dates and addresses do not open the list. */
export function slashAt(text: string, caret: number): Slash | null {
  const found = /(?:^|\s)\/([^\s/]*)$/u.exec(text.slice(0, caret));
  if (!found) return null;
  const query = found[1] ?? "";
  return { query, from: caret - query.length - 1, to: caret };
}

export function replaceSlash(
  text: string,
  { from, to }: Slash,
  reply: string,
): { text: string; caret: number } {
  return { text: text.slice(0, from) + reply + text.slice(to), caret: from + reply.length };
}

/** Replies whose shortcut begins so come first, then those that have the words anywhere. */
export function rankReplies(replies: CannedReply[], query: string): CannedReply[] {
  const wanted = query.toLowerCase();
  const rank = ({ shortcut, title, text }: CannedReply) => {
    if (shortcut.toLowerCase().startsWith(wanted)) return 0;
    if (title.toLowerCase().includes(wanted)) return 1;
    return text.toLowerCase().includes(wanted) ? 2 : 3;
  };
  return replies
    .filter((reply) => !reply.archived && rank(reply) < 3)
    .sort((a, b) => rank(a) - rank(b) || a.shortcut.localeCompare(b.shortcut));
}
