import type { RefObject } from "preact";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** This close to the end counts as at the end. */
const NEAR_PX = 48;

export interface Scroll {
  list: RefObject<HTMLDivElement | null>;
  atEnd: boolean;
  onScroll: () => void;
  toEnd: () => void;
}

/** A list that stays at its end while the reader is there, and stays put while they read above. */
export function useScroll(): Scroll {
  const list = useRef<HTMLDivElement>(null);
  const pinned = useRef(true);
  const top_px = useRef(0);
  const [atEnd, setAtEnd] = useState(true);
  const jump = useCallback(() => {
    const element = list.current;
    if (element && pinned.current) element.scrollTop = element.scrollHeight;
  }, []);
  // After every drawing: a message, a typing sign or a status line may have made the list longer.
  useLayoutEffect(jump);
  useEffect(() => {
    // The phone's keyboard makes the list shorter without any drawing.
    const observer = new ResizeObserver(jump);
    if (list.current) observer.observe(list.current);
    return () => observer.disconnect();
  }, [jump]);
  const onScroll = useCallback(() => {
    const element = list.current;
    if (!element) return;
    // Only who moves up leaves the end; it may itself move away before this is told.
    const { scrollTop } = element;
    if (element.scrollHeight - scrollTop - element.clientHeight < NEAR_PX) pinned.current = true;
    else if (scrollTop < top_px.current) pinned.current = false;
    top_px.current = scrollTop;
    setAtEnd(pinned.current);
  }, []);
  const toEnd = useCallback(() => {
    pinned.current = true;
    setAtEnd(true);
    jump();
  }, [jump]);
  return { list, atEnd, onScroll, toEnd };
}
