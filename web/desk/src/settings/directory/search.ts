/** The open record of a settings page lives in its URL, so that a colleague can be sent to it. */
export function validateRecordSearch(search: Record<string, unknown>): { record?: string } {
  return typeof search.record === "string" ? { record: search.record } : {};
}
