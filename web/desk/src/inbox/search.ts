import { CONVERSATION_STATUSES, type ConversationStatus } from "~/api/conversations";

/** What the address of a list says besides the view. */
export interface InboxSearch {
  /** Open ones when absent. */
  status?: ConversationStatus;
  /** Only those with this tag. */
  tag?: string;
}

export function inboxSearch({ status, tag }: Record<string, unknown>): InboxSearch {
  return {
    ...searchFor(CONVERSATION_STATUSES.find((known) => known === status) ?? "open"),
    ...(typeof tag === "string" && tag.startsWith("tag_") ? { tag } : {}),
  };
}

/** For the list in which a conversation of this status stands. */
export function searchFor(status: ConversationStatus): InboxSearch {
  return status === "open" ? {} : { status };
}
