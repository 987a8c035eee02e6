import { useEffect, useSyncExternalStore } from "react";
import { DeskConnection } from "./connection";
import type { ServerFrame } from "./frames";
import type { Phase } from "./state";

const scheme = location.protocol === "https:" ? "wss" : "ws";

/** The one connection of this tab. */
export const desk = new DeskConnection(`${scheme}://${location.host}/api/v1/socket`);

/** Keeps the topics subscribed while the component is on screen. */
export function useTopics(...topics: string[]) {
  const joined = topics.join(" ");
  useEffect(() => desk.retain(joined.split(" ").filter(Boolean)), [joined]);
}

export function usePhase(): Phase["kind"] {
  return useSyncExternalStore(desk.watch, () => desk.getState().phase.kind);
}

export function useFrames(listener: (frame: ServerFrame) => void) {
  useEffect(() => desk.onFrame(listener), [listener]);
}
