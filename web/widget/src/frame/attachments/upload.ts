import type { Attachment } from "../connection/wire";

/** What the server lets a visitor attach. */
export interface AttachmentLimits {
  bytes_max: number;
  per_message_max: number;
  refused_endings: readonly string[];
}

/** Why a file did not go up. */
export type Failure = "too_large" | "refused" | "empty" | "offline" | "busy" | "failed";

/** What can be told before anything is sent; the server decides by the content. */
export function precheck(file: File, limits: AttachmentLimits): Failure | null {
  const ending = /[^.]\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase();
  if (ending !== undefined && limits.refused_endings.includes(ending)) return "refused";
  if (file.size > limits.bytes_max) return "too_large";
  return file.size === 0 ? "empty" : null;
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

export interface Uploading {
  file: File;
  inboxKey: string;
  token: string;
  /** The same for each try, so that a file is stored once. */
  key: string;
  onProgress: (share: number) => void;
  onDone: (attachment: Attachment) => void;
  onFailed: (failure: Failure) => void;
}

/** Sends the file; answers how to stop it. (`fetch` tells nothing of how far it is.) */
export function upload({ file, inboxKey, token, key, onProgress, onDone, onFailed }: Uploading): () => void {
  const request = new XMLHttpRequest();
  request.open("POST", `/webchat/v1/attachments?inbox=${encodeURIComponent(inboxKey)}`);
  request.setRequestHeader("Authorization", `Bearer ${token}`);
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
