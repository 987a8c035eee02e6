import type {
  Contact,
  ContactImport,
  Conversation,
  ConversationState,
  Entry,
  Interaction,
  Me,
  Page,
  Presence,
  PresenceState,
} from "@rapport/api-client";
import type { QueryClient } from "@tanstack/react-query";
import {
  type ConversationFilter,
  contextQuery,
  conversationQuery,
  countsQuery,
  entriesQuery,
  myInteractionsQuery,
} from "~/api/conversations";
import { draftsQuery, withDraft } from "~/api/drafts";
import { importQuery, importsQuery } from "~/api/imports";
import { mentionsQuery } from "~/api/mentions";
import { presenceQuery } from "~/api/presence";
import { sessionQuery } from "~/api/session";
import { viewCountsQuery, viewsQuery } from "~/api/views";
import type { DeskEvent, ServerFrame } from "~/socket/frames";
import { applyMerged, applySplit, askDuplicatesAgain } from "./contacts";
import { continuityOf } from "./continuity";
import { addEntry, patchEntries } from "./entries";
import { patchMine } from "./interactions";
import { newer, type Pages, patchList } from "./lists";
import { applySegment, askWhetherListed } from "./segments";

/** Brings one frame of the socket into the query cache, from which every screen draws. */
export function applyFrame(client: QueryClient, frame: ServerFrame, me: string) {
  switch (frame.type) {
    case "event":
      return applyEvent(client, frame.event, me);
    case "subscribed":
      return refetchTopics(client, frame.topics);
    case "draft":
      return void client.setQueryData(
        draftsQuery.queryKey,
        (known) => known && withDraft(known, frame.conversation_id, frame.draft),
      );
    case "online":
      return patchCached(client, frame.conversation_id, (conversation) => ({
        ...conversation,
        contact_online: frame.online,
      }));
  }
}

function applyEvent(client: QueryClient, event: DeskEvent, me: string) {
  refetchTotals(client, event.type);
  // With a conversation may come a contact whom no list has.
  if (event.type === "conversation.started") void client.invalidateQueries({ queryKey: ["contacts"] });
  if (concernsMentions(event, me)) void client.invalidateQueries({ queryKey: mentionsQuery.queryKey });
  switch (event.type) {
    case "mention.seen":
      return;
    case "view.saved":
    case "view.removed":
      return void client.invalidateQueries({ queryKey: viewsQuery.queryKey });
    case "presence.changed":
      return applyPresence(client, event.data.presence);
    case "contact.created":
    case "contact.blocked":
    case "contact.unblocked":
    case "contact.updated": {
      const { contact } = event.data;
      void client.invalidateQueries({ queryKey: ["contact-pages", contact.id] });
      // With an address may come somebody who has it, too.
      void client.invalidateQueries({ queryKey: ["contact-duplicates"] });
      void client.invalidateQueries({ queryKey: ["reach"] });
      client.setQueryData<Contact>(["contact", contact.id], (known) =>
        known && known.version > contact.version ? known : contact,
      );
      return void client.invalidateQueries({ queryKey: ["contacts"] });
    }
    case "contact.merged":
      return applyMerged(client, event.data.contact, event.data.merged_id);
    case "contact.split":
      return applySplit(client, event.data.contact, event.data.split);
    case "contact.told_apart":
      return askDuplicatesAgain(client, [event.data.contact_id, event.data.other_id]);
    case "contact.removed": {
      const { id } = event.data.contact;
      client.removeQueries({ queryKey: ["contact", id], type: "inactive" });
      void client.invalidateQueries({ queryKey: ["contact", id] });
      return void client.invalidateQueries({ queryKey: ["contacts"] });
    }
    case "contact_import.ended":
    case "contact_import.undone":
      void client.invalidateQueries({ queryKey: ["contacts"] });
      return applyImport(client, event.data.import);
    case "contact_import.uploaded":
    case "contact_import.prepared":
    case "contact_import.started":
    case "contact_import.progressed":
    case "contact_import.undo_started":
      return applyImport(client, event.data.import);
    case "contact_import.discarded":
      // Whoever looks at it is told that it is gone.
      void client.resetQueries({ queryKey: importQuery(event.data.import.id).queryKey });
      return void client.invalidateQueries({ queryKey: importsQuery.queryKey });
    case "company.created":
    case "company.updated":
    case "company.removed":
      void client.invalidateQueries({ queryKey: ["company", event.data.company.id] });
      // Its contacts show its name.
      void client.invalidateQueries({ queryKey: ["contact"] });
      void client.invalidateQueries({ queryKey: ["contacts"] });
      return void client.invalidateQueries({ queryKey: ["companies"] });
    case "contact.noted":
    case "contact.note_removed":
      return void client.invalidateQueries({ queryKey: ["contact-notes", event.data.note.contact_id] });
    case "segment.counted":
      return applySegment(client, event.data.segment_id);
    case "organisation.updated":
      return applyOrganisation(client, event.data);
    case "context.changed":
      return void client.setQueryData(contextQuery(event.data.conversation_id).queryKey, {
        items: event.data.items,
        next_cursor: null,
      });
    default:
      if ("conversation" in event.data) {
        if (ENTRIES_MOVE.has(event.type)) readTimelineAgain(client, event.data.conversation.id);
        if (event.type === "message.delivery_changed") askReachAgain(client, event.data);
        return applyConversationEvent(client, event.data, event.version, me);
      }
      // A directory record: small lists that change seldom, so the whole list is asked for again.
      void client.invalidateQueries({ queryKey: ["reach"] });
      return void client.invalidateQueries({ queryKey: ["directory"] });
  }
}

/** I am named in a note, or have seen on another device that I was. */
function concernsMentions(event: DeskEvent, me: string): boolean {
  if (event.type === "mention.seen") return event.data.agent_id === me;
  if (event.type !== "note.created" && event.type !== "conversation.merged") return false;
  return event.data.conversation.mentioned_agent_ids?.includes(me) ?? false;
}

/** What was read before a topic was heard may miss what happened in between. */
function refetchTopics(client: QueryClient, topics: string[]) {
  for (const topic of topics) {
    const [kind, id] = topic.split(":");
    if (kind === "conversation" && id) {
      continuityOf(client).forget(id);
      void client.invalidateQueries({ queryKey: conversationQuery(id).queryKey });
      void client.invalidateQueries({ queryKey: entriesQuery(id).queryKey });
      void client.invalidateQueries({ queryKey: contextQuery(id).queryKey });
    } else if (kind === "queue" || kind === "all") {
      void client.invalidateQueries({ queryKey: ["conversations"] });
    } else if (kind === "imports") {
      void client.invalidateQueries({ queryKey: ["import"] });
      void client.invalidateQueries({ queryKey: importsQuery.queryKey });
    } else if (kind === "contact" && id) {
      void client.invalidateQueries({ queryKey: ["contact", id] });
      void client.invalidateQueries({ queryKey: ["contact-notes", id] });
      void client.invalidateQueries({ queryKey: ["contact-merges", id] });
      askDuplicatesAgain(client, [id]);
    }
  }
}

function readTimelineAgain(client: QueryClient, id: string) {
  client.removeQueries({ queryKey: entriesQuery(id).queryKey, type: "inactive" });
  void client.invalidateQueries({ queryKey: entriesQuery(id).queryKey });
}

/** A mail that did not arrive speaks against the next one. */
function askReachAgain(client: QueryClient, { conversation, entry }: ConversationNews) {
  if (entry?.kind !== "message" || entry.channel !== "email") return;
  void client.invalidateQueries({ queryKey: ["reach", conversation.merged_into_id ?? conversation.id] });
}

interface ConversationNews {
  conversation: ConversationState;
  entry: Entry | null;
}

function applyConversationEvent(
  client: QueryClient,
  { conversation, entry }: ConversationNews,
  version: number | null | undefined,
  me: string,
) {
  continuityOf(client).hear(conversation.id, version ?? conversation.version, () => {
    // What was merged is shown in the conversation that it is a part of.
    if (entry) applyEntry(client, entry, conversation.merged_into_id ?? conversation.id);
    applyAnswer(client, conversation, me);
  });
}

/** A conversation with the work on it, from an event or from the answer of a POST. */
export function applyAnswer(client: QueryClient, conversation: ConversationState, me: string) {
  applyConversation(client, conversation, me);
  if (conversation.interaction) applyInteraction(client, conversation.interaction, conversation, me);
}

/** Totals are not in events: they are asked for again, only while a screen shows them. */
function refetchTotals(client: QueryClient, type: DeskEvent["type"]) {
  if (!type.startsWith("interaction.") && !TOTALS_CHANGE.has(type)) return;
  void client.invalidateQueries({ queryKey: countsQuery.queryKey });
  void client.refetchQueries({ queryKey: viewCountsQuery.queryKey, type: "active", stale: true });
}

const TOTALS_CHANGE = new Set<string>([
  "conversation.started",
  "conversation.resolved",
  "conversation.merged",
  "conversation.split",
  "conversation.reopened",
  "conversation.snoozed",
  "conversation.unsnoozed",
  "conversation.assigned",
  "presence.changed",
]);

/** Entries of another conversation come or go with these: they are seen with a reading. */
const ENTRIES_MOVE = new Set<string>([
  "conversation.absorbed",
  "conversation.released",
  "conversation.split",
]);

/** Also used with the answer of a POST, which says the same as the event that follows it. */
export function applyConversation(client: QueryClient, conversation: ConversationState, me: string) {
  client.setQueryData<Conversation>(conversationQuery(conversation.id).queryKey, (cached) =>
    cached ? newer(cached, conversation) : undefined,
  );
  for (const [key, data] of client.getQueriesData<Pages<Conversation>>({ queryKey: ["conversations"] })) {
    if (!data) continue;
    const filter = key[1] as ConversationFilter;
    const shown = data.pages.some(({ items }) => items.some(({ id }) => id === conversation.id));
    if (filter.segment && !shown) askWhetherListed(client, key, conversation, me);
    else client.setQueryData(key, patchList(data, conversation, filter, me));
  }
  client.setQueryData<Conversation[]>(["contact-conversations", conversation.contact.id], (cached) => {
    if (!cached) return undefined;
    const rest = cached.filter((item) => item.id !== conversation.id);
    const known = cached.find((item) => item.id === conversation.id);
    if (conversation.merged_into_id) return rest;
    return [newer(known, conversation), ...rest].sort((a, b) => b.updated_at.localeCompare(a.updated_at));
  });
}

/** An entry of our own, as the answer of its POST tells it. */
export function applyOwnEntry(client: QueryClient, entry: Entry) {
  client.setQueryData<Pages<Entry>>(entriesQuery(entry.conversation_id).queryKey, (cached) =>
    cached ? addEntry(cached, entry) : undefined,
  );
}

function applyEntry(client: QueryClient, entry: Entry, shownIn: string) {
  client.setQueryData<Pages<Entry>>(entriesQuery(shownIn).queryKey, (cached) =>
    cached ? patchEntries(cached, entry) : undefined,
  );
}

export function applyInteraction(
  client: QueryClient,
  interaction: Interaction,
  conversation: ConversationState,
  me: string,
) {
  client.setQueryData(myInteractionsQuery.queryKey, (cached) =>
    cached ? { ...cached, items: patchMine(cached.items, interaction, conversation, me) } : undefined,
  );
}

/** Also used with the answer of a POST, which may come after later events. */
export function applyImport(client: QueryClient, one: ContactImport) {
  client.setQueryData(importQuery(one.id).queryKey, (known) =>
    known && known.version > one.version ? known : one,
  );
  void client.invalidateQueries({ queryKey: importsQuery.queryKey });
}

export function applyOrganisation(client: QueryClient, organisation: Me["organisation"]) {
  client.setQueryData(sessionQuery.queryKey, (me) => me && { ...me, organisation });
}

export function applyPresence(client: QueryClient, presence: PresenceState | Presence) {
  client.setQueryData(presenceQuery.queryKey, (cached) => {
    if (!cached) return undefined;
    const known = cached.items.find((item) => item.agent_id === presence.agent_id);
    const rest = cached.items.filter((item) => item.agent_id !== presence.agent_id);
    // An event tells the state; the load comes with the list.
    return { ...cached, items: [...rest, { load_units: 0, capacity_units: 0, ...known, ...presence }] };
  });
}

function patchCached(client: QueryClient, id: string, change: (conversation: Conversation) => Conversation) {
  client.setQueryData<Conversation>(conversationQuery(id).queryKey, (cached) => cached && change(cached));
  client.setQueriesData<Pages<Conversation>>({ queryKey: ["conversations"] }, (data) => {
    if (!data) return undefined;
    const items = (page: Page<Conversation>) =>
      page.items.map((item) => (item.id === id ? change(item) : item));
    return { ...data, pages: data.pages.map((page) => ({ ...page, items: items(page) })) };
  });
}
