import type { Attachment, AttachmentLimits } from "@rapport/api-client";

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

interface Uploading {
  file: File;
  /** The same for each try, so that a file is stored once. */
  key: string;
  onProgress: (share: number) => void;
  onDone: (attachment: Attachment) => void;
  onFailed: (failure: Failure) => void;
}

/** Sends the file; answers how to stop it. (`fetch` tells nothing of how far it is.) */
export function upload({ file, key, onProgress, onDone, onFailed }: Uploading): () => void {
  const request = new XMLHttpRequest();
  request.open("POST", "/api/v1/attachments");
  request.setRequestHeader("Idempotency-Key", key);
  request.responseType = "json";
  request.upload.onprogress = (event) => {
    if (event.lengthComputable) onProgress(event.loaded / event.total);
  };
  request.onload = () => {
    if (request.status === 201 && request.response !== null) onDone(request.response as Attachment);
    else onFailed(failureOf(request.status));
  };
  request.onerror = () => onFailed("offline");
  const form = new FormData();
  form.append("file", file, file.name);
  request.send(form);
  return () => request.abort();
}
