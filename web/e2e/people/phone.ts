import {
  type BrowserContextOptions,
  expect,
  type FrameLocator,
  type Locator,
  type Page,
} from "@playwright/test";

/** A phone held upright, as browsers describe it. */
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

/** What a keyboard leaves of it. */
const ABOVE_KEYBOARD = { width: 390, height: 508 };

/** The smallest thing that a finger hits without looking twice. */
const TARGET_PX = 40;

/** That nothing is cut off at the side, on the page or in a frame of it. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  for (const frame of page.frames()) {
    const overflow = await frame.evaluate(() => {
      const width = document.documentElement.clientWidth;
      const wide = [...document.querySelectorAll("body *")].filter((element) => {
        const box = element.getBoundingClientRect();
        if (box.width === 0 || box.height === 0) return false;
        for (let at = element.parentElement; at; at = at.parentElement) {
          if (getComputedStyle(at).overflowX !== "visible" && at !== document.body) return false;
        }
        return box.right > width + 1 || box.left < -1;
      });
      const scrolls = document.documentElement.scrollWidth > width;
      return scrolls || wide.length > 0 ? wide.map((element) => element.outerHTML.slice(0, 120)) : [];
    });
    expect(overflow, frame.url()).toEqual([]);
  }
}

/** That whatever can be pressed is large enough for a finger. */
export async function expectTouchTargets(within: Page | FrameLocator): Promise<void> {
  const targets = within.locator(
    "button:visible, a[href]:visible, textarea:visible, [role=combobox]:visible",
  );
  const small = await targets.evaluateAll(
    (elements, least) =>
      elements.flatMap((element) => {
        // What covers a whole row with a layer of its own is as large as the row.
        const layer = getComputedStyle(element, "::after").position === "absolute";
        const target = layer ? (element.closest("tr, li") ?? element) : element;
        const { width, height } = target.getBoundingClientRect();
        const hidden = element.closest(".visually-hidden, .unseen, [inert]") || width < 2;
        // Links in running text are as high as their line.
        const inText = getComputedStyle(element).display === "inline";
        if (hidden || inText || (width >= least && height >= least)) return [];
        return [`${width.toFixed(0)}x${height.toFixed(0)} ${element.outerHTML.slice(0, 160)}`];
      }),
    TARGET_PX,
  );
  expect(small).toEqual([]);
}

/** Brings the keyboard up under the field and looks whether the field and the newest words stay above it. */
export async function expectAboveKeyboard(page: Page, field: Locator, newest: Locator): Promise<void> {
  const whole = page.viewportSize() ?? ABOVE_KEYBOARD;
  await field.tap();
  await page.setViewportSize(ABOVE_KEYBOARD);
  await expect(field).toBeInViewport({ ratio: 1 });
  await expect(newest).toBeInViewport({ ratio: 0.9 });
  await page.setViewportSize(whole);
}
