import { expect, type Locator } from "@playwright/test";

/**
 * That the log shows each of `texts` exactly once and in this order. Other lines (names, times,
 * marks) may stand between; a message that is shown twice, or at another place, fails.
 */
export async function expectSaid(log: Locator, texts: readonly string[]): Promise<void> {
  const wanted = new Set(texts);
  const seen = async () => {
    const lines = (await log.innerText()).split("\n").map((line) => line.trim());
    return lines.filter((line) => wanted.has(line));
  };
  await expect.poll(seen, { timeout: 30_000 }).toEqual([...texts]);
}
