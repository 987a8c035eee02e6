import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, type Page } from "@playwright/test";

/** Where pictures go; the README's are kept under docs/screenshots, which a caller copies by name. */
const FOLDER = process.env.SCREENSHOTS_DIR ?? resolve(import.meta.dirname, "../../../target/screenshots");

const SIZES = [
  { name: "1280", width: 1280, height: 800 },
  { name: "390", width: 390, height: 844 },
];

/** The screen in front of it, in both themes, as wide as a desk and as narrow as a phone. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  for (const { name: size, width, height } of SIZES) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await settled(page);
      const path = join(FOLDER, `${name}-${colorScheme}-${size}.png`);
      await page.screenshot({ path, animations: "disabled", caret: "hide" });
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
}

/** Nothing loads, and pictures and fonts are there. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  for (const frame of page.frames()) {
    await frame.evaluate(async () => {
      await document.fonts.ready;
      const pictures = [...document.images].filter((it) => it.loading !== "lazy");
      await Promise.all(pictures.map((it) => it.decode().catch(() => undefined)));
      // Two frames: what the new size asks for is laid out, then painted.
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    });
  }
}
