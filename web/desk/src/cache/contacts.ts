import type { Contact } from "@rapport/api-client";
import type { QueryClient } from "@tanstack/react-query";
import { contactQuery } from "~/api/contacts";

/** What is listed of a contact and is another's once two become one, or one two. */
const LISTS = [
  "contact-conversations",
  "contact-pages",
  "contact-notes",
  "contact-timeline",
  "contact-merges",
  "contact-duplicates",
];

function askListsAgain(client: QueryClient, ids: string[]) {
  for (const id of ids) {
    for (const list of LISTS) void client.invalidateQueries({ queryKey: [list, id] });
  }
  void client.invalidateQueries({ queryKey: ["contacts"] });
}

/** Also used with the answer of a POST, like all of these. */
export function applyMerged(client: QueryClient, contact: Contact, mergedId: string) {
  for (const id of [contact.id, mergedId]) client.setQueryData(contactQuery(id).queryKey, contact);
  askListsAgain(client, [contact.id, mergedId]);
}

export function applySplit(client: QueryClient, contact: Contact, split: Contact) {
  for (const one of [contact, split]) client.setQueryData(contactQuery(one.id).queryKey, one);
  askListsAgain(client, [contact.id, split.id]);
}

export function askDuplicatesAgain(client: QueryClient, ids: string[]) {
  for (const id of ids) void client.invalidateQueries({ queryKey: ["contact-duplicates", id] });
}
