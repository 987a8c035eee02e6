/** What the server takes. */
export interface AttachmentLimits {
  bytes_max: number;
  per_message_max: number;
  /** Endings of names, in small letters. */
  refused_endings: readonly string[];
}

/** Why a file did not go up. */
export type Failure = "too_large" | "refused" | "empty" | "offline" | "busy" | "failed";

/** Those for which another try may help. */
export const RETRIABLE: readonly Failure[] = ["offline", "busy", "failed"];

/** What can be told before anything is sent; the server decides by the content. */
export function precheck(file: File, limits: AttachmentLimits | undefined): Failure | null {
  if (file.size === 0) return "empty";
  if (!limits) return null;
  const ending = /[^.]\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase();
  if (ending !== undefined && limits.refused_endings.includes(ending)) return "refused";
  return file.size > limits.bytes_max ? "too_large" : null;
}

/** A status of 0 is a line that broke. */
export function failureOf(status: number): Failure {
  const failures: Record<number, Failure> = {
    0: "offline",
    413: "too_large",
    415: "refused",
    422: "empty",
    429: "busy",
    503: "busy",
  };
  return failures[status] ?? "failed";
}
