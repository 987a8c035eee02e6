import type { CannedReply } from "@rapport/api-client";

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

/** `{{contact.first_name}}`, or with words for when it is not known: `{{contact.first_name|there}}`. */
const VARIABLE = /\{\{\s*([a-z_]+(?:\.[^{}|]+?)?)\s*(?:\|([^{}]*))?\}\}/gu;

/** The text with what is known put in. A variable that nobody knows and that has no other words stays. */
export function filled(text: string, known: (name: string) => string | null | undefined): string {
  return text.replace(VARIABLE, (variable, name: string, otherwise: string | undefined) => {
    return known(name) || (otherwise?.trim() ?? variable);
  });
}

/** The first variable that was not filled in: no customer is to read it. */
export function gapIn(text: string): string | null {
  return text.match(VARIABLE)?.[0] ?? null;
}
