import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

/** The board as a screen on the wall: without the rest of the desk and, where the browser lets us, without
 * the browser. Leaving the full screen, or Escape, leaves it. */
export function useWall(wall: boolean) {
  const navigate = useNavigate({ from: "/board" });
  const set = useRef((on: boolean) => {
    void navigate({ search: (search) => ({ ...search, wall: on || undefined }), replace: true });
  }).current;

  useEffect(() => {
    if (!wall) return;
    let full = document.fullscreenElement !== null;
    const changed = () => {
      if (document.fullscreenElement) full = true;
      else if (full) set(false);
    };
    const key = (event: KeyboardEvent) => {
      if (event.key === "Escape") set(false);
    };
    document.addEventListener("fullscreenchange", changed);
    document.addEventListener("keydown", key);
    return () => {
      document.removeEventListener("fullscreenchange", changed);
      document.removeEventListener("keydown", key);
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, [wall, set]);

  const enter = () => {
    set(true);
    // Refused where there is no full screen to have: the board fills the window all the same.
    document.documentElement.requestFullscreen?.().catch(() => undefined);
  };
  return { enter, leave: () => set(false) };
}
