import type { Conversation, ConversationState, Page } from "@rapport/api-client";
import type { InfiniteData } from "@tanstack/react-query";
import type { ConversationFilter } from "~/api/conversations";

export type Pages<T> = InfiniteData<Page<T>, string | undefined>;

/** Whether the server would list the conversation under this filter. */
export function belongs(
  conversation: ConversationState,
  { view, status, tag, channel, unanswered }: ConversationFilter,
  me: string,
): boolean {
  if (conversation.status !== status || conversation.merged_into_id) return false;
  if (tag && !conversation.tag_ids.includes(tag)) return false;
  if (channel && conversation.channel !== channel) return false;
  if (unanswered && conversation.preview?.author !== "contact") return false;
  switch (view) {
    case "mine":
      return conversation.assignee_id === me;
    case "unassigned":
      return conversation.assignee_id === null;
    case "mentioned":
      return conversation.mentioned_agent_ids?.includes(me) ?? false;
    case "all":
      return true;
    default:
      return conversation.queue_id === view || conversation.assignee_id === view;
  }
}

/** What an event says, unless the cache already holds something newer (a POST's answer overtakes its event). */
export function newer(cached: Conversation | undefined, incoming: ConversationState): Conversation {
  if (cached && cached.version > incoming.version) return cached;
  // Events do not say whether the contact is there; frames of their own do.
  return { contact_online: cached?.contact_online ?? false, ...incoming };
}

/** Newest activity first. */
function compare(a: Conversation, b: Conversation): number {
  return b.last_seq - a.last_seq;
}

/**
 * A list with the conversation put at its place, moved or taken out. A conversation older than everything
 * loaded stays out while more pages exist: it will come with its page.
 */
export function patchList(
  data: Pages<Conversation>,
  incoming: ConversationState,
  filter: ConversationFilter,
  me: string,
): Pages<Conversation> {
  const cached = data.pages.flatMap((page) => page.items).find((item) => item.id === incoming.id);
  const conversation = newer(cached, incoming);
  if (cached && conversation === cached) return data;
  const wanted = belongs(conversation, filter, me);
  if (!cached && !wanted) return data;

  const pages = data.pages.map((page) => ({
    ...page,
    items: page.items.filter((item) => item.id !== incoming.id),
  }));
  if (wanted) insert(pages, conversation);
  return { ...data, pages };
}

function insert(pages: Page<Conversation>[], conversation: Conversation) {
  for (const page of pages) {
    const index = page.items.findIndex((item) => compare(conversation, item) < 0);
    if (index >= 0) {
      page.items.splice(index, 0, conversation);
      return;
    }
  }
  const last = pages.at(-1);
  if (last && last.next_cursor === null) last.items.push(conversation);
}
