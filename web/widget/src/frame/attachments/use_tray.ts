import { useEffect, useReducer, useRef } from "preact/hooks";
import { clientId } from "../connection/client_id";
import type { Attachment } from "../connection/wire";
import { seedContent } from "./content";
import { changed, type Tray, uploaded } from "./tray";
import { type AttachmentLimits, precheck, upload } from "./upload";

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
  const files = useRef(new Map<string, File>());
  const stops = useRef(new Map<string, () => void>());
  useEffect(() => {
    const all = stops.current;
    return () => {
      for (const stop of all.values()) stop();
    };
  }, []);

  function send(key: string, file: File): void {
    const failure = precheck(file, limits) ?? (token === null ? "offline" : null);
    if (failure !== null || token === null) {
      change({ kind: "state", key, state: { kind: "failed", failure: failure ?? "offline" } });
      return;
    }
    const stop = upload({
      file,
      inboxKey,
      token,
      key,
      onProgress: (share) => change({ kind: "state", key, state: { kind: "uploading", share } }),
      onDone(attachment) {
        seedContent(attachment.id, file);
        files.current.delete(key);
        stops.current.delete(key);
        change({ kind: "state", key, state: { kind: "done", attachment } });
      },
      onFailed(failure) {
        stops.current.delete(key);
        change({ kind: "state", key, state: { kind: "failed", failure } });
      },
    });
    stops.current.set(key, stop);
  }

  return {
    tray,
    add(chosen) {
      const room = Math.max(0, limits.per_message_max - tray.length);
      const fresh = [...chosen].slice(0, room).map((file) => {
        const key = clientId(Date.now(), (bytes) => crypto.getRandomValues(bytes));
        return { key, file };
      });
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
    remove(key) {
      stops.current.get(key)?.();
      stops.current.delete(key);
      files.current.delete(key);
      change({ kind: "remove", key });
    },
    retry(key) {
      const file = files.current.get(key);
      if (!file) return;
      change({ kind: "state", key, state: { kind: "uploading", share: 0 } });
      send(key, file);
    },
    take() {
      const attachments = uploaded(tray);
      change({ kind: "sent" });
      return attachments;
    },
  };
}
