import type { Entry } from "@rapport/api-client";

/** A message or note on one line: its words, and the names of its files. */
export function saidIn(entry: Exclude<Entry, { kind: "event" }>): string {
  const { attachments = [] } = entry;
  if (attachments.length === 0) return entry.text;
  return `📎 ${[entry.text, ...attachments.map(({ name }) => name)].filter(Boolean).join(" · ")}`;
}
