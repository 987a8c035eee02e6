import type { Entry } from "@rapport/api-client";
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** Within this distance of the end, new messages pull the view along. */
const AT_BOTTOM_WITHIN_PX = 80;

/**
 * Keeps the reader's place: at the end while they are there; where they are when older entries come in above;
 * untouched when new ones come in below, which are counted instead.
 */
export function useTimelineScroll(
  scroller: RefObject<HTMLDivElement | null>,
  entries: Entry[],
  pendingCount: number,
) {
  const atBottom = useRef(true);
  const height_px = useRef(0);
  const top_px = useRef(0);
  const firstId = useRef<string>(undefined);
  const [readSeq, setReadSeq] = useState(0);
  const lastSeq = entries.at(-1)?.seq ?? 0;
  const first = entries[0]?.id;

  const toBottom = useCallback(() => {
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, [scroller]);

  // Something that I send must be seen, wherever I was reading.
  useLayoutEffect(() => {
    if (pendingCount > 0) atBottom.current = true;
  }, [pendingCount]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs whenever the content has changed.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    if (atBottom.current) {
      element.scrollTop = element.scrollHeight;
      setReadSeq(lastSeq);
    } else if (firstId.current !== first) {
      element.scrollTop += element.scrollHeight - height_px.current;
    }
    height_px.current = element.scrollHeight;
    firstId.current = first;
  }, [scroller, entries, pendingCount, first, lastSeq]);

  // Fonts, images and the composer change heights without a render of ours.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the element exists once entries are there.
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => atBottom.current && toBottom());
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, [scroller, toBottom, entries.length > 0]);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    const below_px = element.scrollHeight - element.scrollTop - element.clientHeight;
    // Only who moves up leaves the end. Where the end has moved away, as above a keyboard that came
    // up or under what came in before this was told, the place is still meant to be there.
    if (below_px < AT_BOTTOM_WITHIN_PX) atBottom.current = true;
    else if (element.scrollTop < top_px.current) atBottom.current = false;
    top_px.current = element.scrollTop;
    height_px.current = element.scrollHeight;
    if (atBottom.current && readSeq !== lastSeq) setReadSeq(lastSeq);
  };

  const newCount =
    readSeq === 0 ? 0 : entries.filter((entry) => entry.seq > readSeq && entry.kind !== "event").length;
  return { newCount, onScroll, toBottom };
}
