import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** The desk, which has a script do it, says which theme it shows; other pages leave it to their style sheets. */
const shows = (theme: string) =>
  `:root:not([data-mantine-color-scheme]), :root[data-mantine-color-scheme="${theme}"]`;

/**
 * What axe finds on the page and in its frames that keeps somebody from using it, in the light theme
 * and in the dark: all that the theme has a part in is the contrast of colours.
 */
export async function barriers(page: Page): Promise<string[]> {
  const light = await grave(new AxeBuilder({ page }));
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForSelector(shows("dark"), { state: "attached" });
  const dark = await grave(new AxeBuilder({ page }).withRules("color-contrast"));
  await page.emulateMedia({ colorScheme: "light" });
  await page.waitForSelector(shows("light"), { state: "attached" });
  return [...light, ...dark.map((barrier) => `in the dark: ${barrier}`)];
}

async function grave(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}
