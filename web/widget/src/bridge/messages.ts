/**
 * What the host page (loader) and the frame tell each other.
 *
 * Both sides pin the other's exact origin; the version lets a cached loader and a newer frame, or
 * the other way round, ignore what they would misread.
 */
export const BRIDGE_VERSION = 1;

export interface PageView {
  url: string;
  title: string;
  /** Where the visitor was before, in the same tab, the oldest first. Absent from an older loader. */
  visited?: readonly Visited[];
}

export interface Visited {
  url: string;
  title: string;
  /** When they came to it, by this machine's clock. */
  at: number;
}

/** Facts that the page tells, by key; null takes back what it told before. */
export type Context = Readonly<Record<string, string | null>>;

/** Page to frame. `hello` comes first, and its origin becomes the only one the frame talks with. */
export type ToFrame =
  | {
      type: "hello";
      page: PageView;
      /** Absent from a loader that is older than it. */
      context?: Context;
      /** Who the visitor is, signed by the business. */
      identity?: string | null;
      /** Whoever this browser was before has signed out. */
      forget?: boolean;
      /** Rules that applied lately and were held out. */
      held_out?: readonly string[];
      direction: "ltr" | "rtl";
      visible: boolean;
      focus: boolean;
    }
  | { type: "page"; page: PageView }
  | { type: "context"; context: Context }
  | { type: "identity"; identity: string }
  | { type: "forget" }
  /** A rule applies, or was dismissed: the server decides and counts. */
  | { type: "proactive"; rule_id: string; told: "due" | "held_out" | "dismissed" }
  /** The visitor answers what the chat said first. */
  | { type: "invitation"; rule_id: string; text: string }
  | { type: "visible"; visible: boolean; focus: boolean };

/** Frame to page. `engaged` says that this visitor has a conversation worth keeping a line open for. */
export type ToPage =
  | { type: "ready" }
  | { type: "close" }
  | { type: "unread"; count: number }
  | { type: "engaged"; engaged: boolean }
  /** For whoever builds the page. */
  /** A rule may speak. */
  | { type: "speak"; rule_id: string; text: string; brand: string }
  | { type: "warn"; detail: string };

export function sealed<M extends ToFrame | ToPage>(message: M): M & { rapport: number } {
  return { ...message, rapport: BRIDGE_VERSION };
}

/** The message if it is one of this version's, else null. The caller has checked origin and source. */
export function unsealed<M extends ToFrame | ToPage>(data: unknown): M | null {
  const message = data as (M & { rapport?: unknown }) | null;
  return typeof message === "object" &&
    message !== null &&
    message.rapport === BRIDGE_VERSION &&
    typeof message.type === "string"
    ? message
    : null;
}
