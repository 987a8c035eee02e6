export type ReportFigure = "volume" | "replies" | "first_replies" | "path" | "repeated_questions" | "cost";

/** Which figure's conversations are looked at. */
export interface Behind {
  of: ReportFigure;
  /** Of which path of channels. */
  path?: string;
  /** For which fact was asked again. */
  key?: string;
  /** Whose costs. */
  contact_id?: string;
}

const FIGURES: readonly ReportFigure[] = [
  "volume",
  "replies",
  "first_replies",
  "path",
  "repeated_questions",
  "cost",
];

/** What of an address says whose conversations are meant; those with messages when nothing does. */
export function behindOf(search: Record<string, unknown>): Behind {
  const behind: Behind = { of: FIGURES.find((one) => one === search.of) ?? "volume" };
  for (const key of ["path", "key", "contact_id"] as const) {
    const value = search[key];
    if (typeof value === "string" && value) behind[key] = value;
  }
  return behind;
}
