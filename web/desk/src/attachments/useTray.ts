import { type Attachment, changed, type Tray, trayItemOf, Uploads } from "@rapport/attachments";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useReducer, useState } from "react";
import { attachmentLimitsQuery } from "~/api/attachments";

/** Until the server has said how many it takes. */
const PER_MESSAGE_MAX = 10;
const to = { url: "/api/v1/attachments" };

export interface TrayActions {
  tray: Tray;
  /** The largest file, once it is known. */
  bytesMax: number | undefined;
  isFull: boolean;
  add: (files: Iterable<File>) => void;
  remove: (key: string) => void;
  retry: (key: string) => void;
  /** Takes what went up before: the message that had it was taken back. */
  putBack: (attachments: readonly Attachment[]) => void;
  /** Forgets what went up: a message has taken it. */
  sent: () => void;
}

/** The files of the next message, and what carries them up. */
export function useTray(): TrayActions {
  const { data: limits } = useQuery(attachmentLimitsQuery);
  const [tray, change] = useReducer(changed, [] as Tray);
  const [uploads] = useState(() => new Uploads({ change, newKey: () => crypto.randomUUID() }));
  useEffect(() => () => uploads.stop(), [uploads]);

  const perMessageMax = limits?.per_message_max ?? PER_MESSAGE_MAX;
  return {
    tray,
    bytesMax: limits?.bytes_max,
    isFull: tray.length >= perMessageMax,
    add: (chosen) => uploads.add(chosen, perMessageMax - tray.length, { limits, to }),
    remove: (key) => uploads.remove(key),
    retry: (key) => uploads.retry(key, { limits, to }),
    putBack: (attachments) => change({ kind: "add", items: attachments.map(trayItemOf) }),
    sent: () => change({ kind: "sent" }),
  };
}
