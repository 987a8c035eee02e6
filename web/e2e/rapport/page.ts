import type { Page } from "@playwright/test";

/** What the business's own script does with `window.rapport`. */
export async function callRapport(page: Page, method: string, ...given: unknown[]): Promise<void> {
  await page.waitForFunction(() => "rapport" in window);
  await page.evaluate(
    ({ name, values }) => {
      const { rapport } = window as unknown as { rapport: Record<string, (...args: unknown[]) => void> };
      rapport[name]?.(...values);
    },
    { name: method, values: given },
  );
}
