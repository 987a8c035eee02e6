import type { Entry, MailAddress, MailRoute } from "@rapport/api-client";
import { byConversation } from "~/app/byConversation";

/** To whom the mail that is being written goes; none where it simply answers. */
export const routes = byConversation<MailRoute>();

export interface Answer {
  /** Who wrote last, or where they want answers. */
  to: string[];
  /** Everybody else who was on that mail. */
  others: string[];
  /** Of the answer. */
  subject: string;
}

/** What an answer to the last mail says in its header. Entries come newest first; `own` are the business's addresses. */
export function answerTo(entries: readonly Entry[], own: ReadonlySet<string>): Answer | null {
  const mails = entries.flatMap((entry) =>
    entry.kind === "message" && entry.author.kind === "contact" && entry.mail ? [entry.mail] : [],
  );
  const [last] = mails;
  if (!last) return null;
  const asked = last.reply_to?.length ? last.reply_to : last.from ? [last.from] : [];
  const to = asked.map(addressOf);
  const known = new Set([...to.map(lower), ...own]);
  const others = [...last.to, ...(last.cc ?? [])].map(addressOf).filter((it) => !known.has(lower(it)));
  const subject = /^re\s*:/i.test(last.subject) ? last.subject : `Re: ${last.subject}`;
  return { to, others: [...new Set(others)], subject };
}

export const isAddress = (text: string) => /^[^\s@]+@[^\s@]+$/.test(text);

const addressOf = ({ address }: MailAddress) => address;
const lower = (address: string) => address.toLowerCase();
