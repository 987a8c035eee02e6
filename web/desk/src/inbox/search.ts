import type { Channel } from "@rapport/api-client";
import { CONVERSATION_STATUSES, type ConversationFilter, type ConversationStatus } from "~/api/conversations";

/** What the address of a list says besides the view. */
export interface InboxSearch {
  /** Open ones when absent. */
  status?: ConversationStatus;
  /** Only those with this tag. */
  tag?: string;
  /** Only those of contacts who belong to this segment. */
  segment?: string;
  channel?: Channel;
  /** Only those whose contact has spoken last. */
  unanswered?: true;
}

const CHANNELS: Record<Channel, true> = {
  webchat: true,
  email: true,
  voice: true,
  sms: true,
  xmpp: true,
  social: true,
  forum: true,
  custom: true,
};

const isChannel = (name: unknown): name is Channel => typeof name === "string" && name in CHANNELS;

export function inboxSearch({
  status,
  tag,
  segment,
  channel,
  unanswered,
}: Record<string, unknown>): InboxSearch {
  return {
    ...searchFor(CONVERSATION_STATUSES.find((known) => known === status) ?? "open"),
    ...(typeof tag === "string" && tag.startsWith("tag_") ? { tag } : {}),
    ...(typeof segment === "string" && segment.startsWith("segment_") ? { segment } : {}),
    ...(isChannel(channel) ? { channel } : {}),
    ...(unanswered === true ? { unanswered } : {}),
  };
}

/** For the list in which a conversation of this status stands. */
export function searchFor(status: ConversationStatus): InboxSearch {
  return status === "open" ? {} : { status };
}

/** The address of a list, with something changed. */
export function searchOf({ view: _, ...filter }: ConversationFilter, change: object): InboxSearch {
  return inboxSearch({ ...filter, ...change });
}
