import { type Failure, failureOf } from "./failure";
import type { Attachment } from "./tray";

/** Where files go, and by whose right. */
export interface Destination {
  url: string;
  headers?: Record<string, string>;
}

interface Uploading {
  file: File;
  to: Destination;
  /** The same for each try, so that a file is stored once. */
  key: string;
  onProgress: (share: number) => void;
  onDone: (attachment: Attachment) => void;
  onFailed: (failure: Failure) => void;
}

/** Sends the file; answers how to stop it. (`fetch` tells nothing of how far it is.) */
export function upload({ file, to, key, onProgress, onDone, onFailed }: Uploading): () => void {
  const request = new XMLHttpRequest();
  request.open("POST", to.url);
  request.setRequestHeader("Idempotency-Key", key);
  for (const [name, value] of Object.entries(to.headers ?? {})) request.setRequestHeader(name, value);
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
