import type { Entry } from "@rapport/api-client";
import type { Pages } from "./lists";

/** The newest sequence number that the cache holds of a conversation; 0 when it holds none. */
export function lastSeq(data: Pages<Entry>): number {
  return data.pages[0]?.items[0]?.seq ?? 0;
}

/**
 * The entries (newest first) with one that we have written ourselves, as the POST's answer tells it. Events may
 * have come before that answer and know more (that it was sent, or refused): what they told stands.
 */
export function addEntry(data: Pages<Entry>, entry: Entry): Pages<Entry> {
  const known = data.pages.some((page) => page.items.some((item) => item.id === entry.id));
  return known ? data : patchEntries(data, entry);
}

/** The entries (newest first) with this one in its place, as an event tells it. Events come in their order. */
export function patchEntries(data: Pages<Entry>, entry: Entry): Pages<Entry> {
  let replaced = false;
  const pages = data.pages.map((page) => {
    const index = page.items.findIndex((item) => item.id === entry.id);
    if (index < 0) return page;
    replaced = true;
    return { ...page, items: page.items.with(index, entry) };
  });
  if (replaced) return { ...data, pages };

  for (const [index, page] of pages.entries()) {
    const at = page.items.findIndex((item) => item.seq < entry.seq);
    const isLast = index === pages.length - 1;
    if (at < 0 && !(isLast && page.next_cursor === null)) continue;
    const items = at < 0 ? [...page.items, entry] : page.items.toSpliced(at, 0, entry);
    return { ...data, pages: pages.with(index, { ...page, items }) };
  }
  return data;
}

/** Whether something between the cache and the conversation's newest entry never arrived. */
export function hasGap(data: Pages<Entry>, conversationLastSeq: number): boolean {
  return lastSeq(data) < conversationLastSeq;
}
