import { useQuery } from "@tanstack/react-query";
import { useEffect, useReducer, useRef } from "react";
import { attachmentLimitsQuery } from "~/api/attachments";
import { changed, type Tray } from "./tray";
import { precheck, upload } from "./upload";

/** Until the server has said how many it takes. */
const PER_MESSAGE_MAX = 10;

export interface TrayActions {
  tray: Tray;
  /** The largest file, once it is known. */
  bytesMax: number | undefined;
  isFull: boolean;
  add: (files: Iterable<File>) => void;
  remove: (key: string) => void;
  retry: (key: string) => void;
  /** Forgets what went up: a message has taken it. */
  sent: () => void;
}

/** The files of the next message, and what carries them up. */
export function useTray(): TrayActions {
  const { data: limits } = useQuery(attachmentLimitsQuery);
  const [tray, change] = useReducer(changed, [] as Tray);
  const files = useRef(new Map<string, File>());
  const stops = useRef(new Map<string, () => void>());
  useEffect(() => {
    const all = stops.current;
    return () => {
      for (const stop of all.values()) stop();
    };
  }, []);

  const send = (key: string, file: File) => {
    const failure = precheck(file, limits);
    if (failure !== null) {
      change({ kind: "state", key, state: { kind: "failed", failure } });
      return;
    }
    const stop = upload({
      file,
      key,
      onProgress: (share) => change({ kind: "state", key, state: { kind: "uploading", share } }),
      onDone: (attachment) => {
        files.current.delete(key);
        stops.current.delete(key);
        change({ kind: "state", key, state: { kind: "done", attachment } });
      },
      onFailed: (reason) => {
        stops.current.delete(key);
        change({ kind: "state", key, state: { kind: "failed", failure: reason } });
      },
    });
    stops.current.set(key, stop);
  };

  const perMessageMax = limits?.per_message_max ?? PER_MESSAGE_MAX;
  return {
    tray,
    bytesMax: limits?.bytes_max,
    isFull: tray.length >= perMessageMax,
    add: (chosen) => {
      const room = Math.max(0, perMessageMax - tray.length);
      const fresh = [...chosen].slice(0, room).map((file) => ({ key: crypto.randomUUID(), file }));
      change({
        kind: "add",
        items: fresh.map(({ key, file }) => ({
          key,
          name: file.name,
          state: { kind: "uploading", share: 0 },
        })),
      });
      for (const { key, file } of fresh) {
        files.current.set(key, file);
        send(key, file);
      }
    },
    remove: (key) => {
      stops.current.get(key)?.();
      stops.current.delete(key);
      files.current.delete(key);
      change({ kind: "remove", key });
    },
    retry: (key) => {
      const file = files.current.get(key);
      if (!file) return;
      change({ kind: "state", key, state: { kind: "uploading", share: 0 } });
      send(key, file);
    },
    sent: () => change({ kind: "sent" }),
  };
}
