import type { Page } from "@playwright/test";

/** What the browser noted of a page, in milliseconds. */
export interface Noted {
  /** From a key, click or tap until the next frame is painted (Event Timing, W3C), one for each interaction. */
  interactions: number[];
  /** Stretches for which nothing else could happen (Long Tasks, W3C). */
  longTasks: number[];
}

declare global {
  interface Window {
    noted: { interactions: Map<number, number>; longTasks: number[] };
  }
}

/** From its next document on the page notes how long what is done in it takes. */
export async function note(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.noted = { interactions: new Map(), longTasks: [] };
    const watch = (type: string, more: object, each: (entry: PerformanceEntry) => void) =>
      new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({
        type,
        buffered: true,
        ...more,
      });
    watch("event", { durationThreshold: 16 }, (entry) => {
      const { interactionId } = entry as PerformanceEventTiming & { interactionId: number };
      if (!interactionId) return;
      const { interactions } = window.noted;
      interactions.set(interactionId, Math.max(interactions.get(interactionId) ?? 0, entry.duration));
    });
    watch("longtask", {}, (entry) => window.noted.longTasks.push(entry.duration));
  });
}

export const noted = (page: Page): Promise<Noted> =>
  page.evaluate(() => ({
    interactions: [...window.noted.interactions.values()],
    longTasks: window.noted.longTasks,
  }));

/** Bytes that the page's scripts hold, after everything that nobody needs was let go. */
export async function heapBytes(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  await devtools.detach();
  return usedSize;
}
