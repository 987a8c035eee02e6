import type { Failure } from "./failure";

/** A file of a message. Only an image that may be shown has a width and a height. */
export interface Attachment {
  id: string;
  name: string;
  content_type: string;
  size_bytes: number;
  width: number | null;
  height: number | null;
}

/** A file on its way into the next message. */
export interface TrayItem {
  key: string;
  name: string;
  state: TrayState;
}

export type TrayState =
  | { kind: "uploading"; share: number }
  | { kind: "done"; attachment: Attachment }
  | { kind: "failed"; failure: Failure };

/** The files of the next message, in the order in which they were chosen. */
export type Tray = readonly TrayItem[];

export type TrayChange =
  | { kind: "add"; items: readonly TrayItem[] }
  | { kind: "state"; key: string; state: TrayState }
  | { kind: "remove"; key: string }
  /** The message has taken them. */
  | { kind: "sent" };

export function changed(tray: Tray, change: TrayChange): Tray {
  switch (change.kind) {
    case "add":
      return [...tray, ...change.items];
    case "state":
      return tray.map((item) => (item.key === change.key ? { ...item, state: change.state } : item));
    case "remove":
      return tray.filter((item) => item.key !== change.key);
    case "sent":
      // What did not go up stays, with its reason.
      return tray.filter((item) => item.state.kind !== "done");
  }
}

/** What went up before, as it stood in the tray. */
export function trayItemOf(attachment: Attachment): TrayItem {
  return { key: attachment.id, name: attachment.name, state: { kind: "done", attachment } };
}

export function uploaded(tray: Tray): Attachment[] {
  return tray.flatMap(({ state }) => (state.kind === "done" ? [state.attachment] : []));
}

export function isBusy(tray: Tray): boolean {
  return tray.some(({ state }) => state.kind === "uploading");
}
