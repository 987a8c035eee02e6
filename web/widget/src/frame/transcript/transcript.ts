import type { Transcript, TranscriptLine } from "@rapport/transcript";
import type { Session } from "../connection/session";
import type { VisitorEntry } from "../connection/wire";
import { noticeOf } from "../conversation/notice";
import type { Speech } from "../words/words";

/** What the visitor has been shown, as a page of its own; what is not sent yet is no part of it. */
export function transcriptOf(
  session: Pick<Session, "entries" | "truncated">,
  brand: string,
  speech: Speech,
  timeZone: string,
  direction: "ltr" | "rtl",
): Transcript {
  const { say, locale } = speech;
  return {
    title: brand,
    remarks: [
      say("transcript_about", { brand }),
      say("transcript_zone", { zone: timeZone }),
      ...(session.truncated ? [say("transcript_partial")] : []),
    ],
    lines: session.entries.flatMap((entry) => lineOf(entry, brand, speech)),
    locale,
    direction,
    timeZone,
    words: { file: say("transcript_file"), note: "" },
  };
}

function lineOf(entry: VisitorEntry, brand: string, speech: Speech): TranscriptLine[] {
  const { at, author, attachments = [], text = "", spans } = entry;
  if (entry.kind === "event") {
    return [{ author: null, at, text: noticeOf(entry, speech), side: "event" }];
  }
  const own = author.kind === "contact";
  const name = own ? speech.say("you") : (author.name ?? brand);
  const files = attachments.map((file) => file.name);
  return [{ author: name, at, text, spans, files, side: own ? "contact" : "business" }];
}
