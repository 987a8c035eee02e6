import {
  type Attachment,
  type AttachmentLimits,
  changed,
  type Tray,
  Uploads,
  uploaded,
} from "@rapport/attachments";
import { useEffect, useReducer, useState } from "preact/hooks";
import { newClientId } from "../connection/client_id";
import { seedContent } from "./content";

export interface TrayActions {
  tray: Tray;
  add: (files: Iterable<File>) => void;
  remove: (key: string) => void;
  retry: (key: string) => void;
  /** Hands over what went up, and forgets it. */
  take: () => Attachment[];
}

/** The files of the next message, and what carries them up. */
export function useTray(inboxKey: string, token: string | null, limits: AttachmentLimits): TrayActions {
  const [tray, change] = useReducer(changed, [] as Tray);
  const [uploads] = useState(
    () => new Uploads({ change, newKey: newClientId, onUploaded: ({ id }, file) => seedContent(id, file) }),
  );
  useEffect(() => () => uploads.stop(), [uploads]);

  const url = `/webchat/v1/attachments?inbox=${encodeURIComponent(inboxKey)}`;
  const to = token === null ? null : { url, headers: { Authorization: `Bearer ${token}` } };
  return {
    tray,
    add: (chosen) => uploads.add(chosen, limits.per_message_max - tray.length, { limits, to }),
    remove: (key) => uploads.remove(key),
    retry: (key) => uploads.retry(key, { limits, to }),
    take() {
      const attachments = uploaded(tray);
      change({ kind: "sent" });
      return attachments;
    },
  };
}
