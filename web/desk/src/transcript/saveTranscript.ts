import { type Conversation, type Entry, unwrap } from "@rapport/api-client";
import { saveHtml, type TranscriptLine, transcriptHtml, transcriptName } from "@rapport/transcript";
import { api } from "~/api/client";
import type { useT } from "~/messages";

const PAGE_ENTRIES = 200;
/** Ten thousand entries; what is older is left out, and the page says so. */
const PAGES_MAX = 50;

interface Wish {
  conversation: Conversation;
  /** With the words that are for colleagues. */
  notes: boolean;
  locale: string;
  t: ReturnType<typeof useT>;
}

/** Reads the whole conversation and has the browser save it as a page. */
export async function saveTranscript({ conversation, notes, locale, t }: Wish): Promise<void> {
  const { entries, partial } = await readAll(conversation.id);
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const name = conversation.contact.name ?? t("actor.contact");
  const html = transcriptHtml({
    title: name,
    remarks: [
      t("transcript.about", { name }),
      t("transcript.zone", { zone: timeZone }),
      ...(notes ? [t("transcript.has_notes")] : []),
      ...(partial ? [t("transcript.partial")] : []),
    ],
    lines: entries.flatMap((entry) => lineOf(entry, notes, t)),
    locale,
    direction: "ltr",
    timeZone,
    words: { file: t("transcript.file"), note: t("transcript.note") },
  });
  saveHtml(html, transcriptName(name, new Date()));
}

/** Oldest first. */
async function readAll(id: string): Promise<{ entries: Entry[]; partial: boolean }> {
  const entries: Entry[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const page = await unwrap(
      api.GET("/api/v1/conversations/{id}/entries", {
        params: { path: { id }, query: { limit: PAGE_ENTRIES, cursor } },
      }),
    );
    entries.push(...page.items);
    cursor = page.next_cursor ?? undefined;
    if (cursor === undefined) break;
  }
  return { entries: entries.reverse(), partial: cursor !== undefined };
}

function lineOf(entry: Entry, notes: boolean, t: Wish["t"]): TranscriptLine[] {
  const { author, at } = entry;
  if (entry.kind !== "message" && (entry.kind !== "note" || !notes)) return [];
  const { text, spans, attachments = [] } = entry;
  const side = entry.kind === "note" ? "note" : author.kind === "contact" ? "contact" : "business";
  const name = author.name ?? t(`actor.${author.kind}`);
  return [{ author: name, at, text, spans, files: attachments.map((file) => file.name), side }];
}
