import type { BrowserContext, Page } from "@playwright/test";
import { expect, snippetOf, test } from "../rapport/test";
import { percentile, tell } from "./figures";

const VISITS = 15;

/** A phone of the lower middle on a mobile network: Lighthouse's own figures. */
const SLOW = { cpu: 4, latency: 150, throughput: (1.6 * 1024 * 1024) / 8 };

declare global {
  interface Window {
    launched_ms: number;
  }
}

async function slowDown(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOW.cpu });
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: SLOW.latency,
    downloadThroughput: SLOW.throughput,
    uploadThroughput: SLOW.throughput,
  });
}

/** From when the browser meets the script tag until `rapport:ready`, when the launcher can be pressed. */
async function launch(page: Page, origin: string): Promise<number> {
  await page.addInitScript(() => {
    let tag_ms = 0;
    new MutationObserver((_, observer) => {
      if (!document.querySelector("script[data-inbox]")) return;
      tag_ms = performance.now();
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
    window.addEventListener("rapport:ready", () => {
      window.launched_ms = performance.now() - tag_ms;
    });
  });
  await page.goto(origin);
  await expect(page.getByRole("button", { name: /^Open chat/ })).toBeVisible();
  return page.evaluate(() => window.launched_ms);
}

/** From the press on "Chat" of a chat that was opened for the first time until words can be written. */
async function compose(page: Page): Promise<number> {
  const clicked_ms = await page.evaluate(() => {
    const now_ms = performance.timeOrigin + performance.now();
    document.querySelector<HTMLElement>("#rapport-widget")?.shadowRoot?.querySelector("button")?.click();
    return now_ms;
  });
  const frame = page.getByTitle("Chat with us").contentFrame();
  const ready_ms = await frame.locator("body").evaluate(
    (body) =>
      new Promise<number>((done) => {
        const look = () => {
          const chat = [...body.querySelectorAll("button")].find((it) => /^Chat/.test(it.textContent ?? ""));
          chat?.click();
          const field = body.querySelector<HTMLTextAreaElement>("textarea");
          if (field && !field.disabled) done(performance.timeOrigin + performance.now());
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
  return ready_ms - clicked_ms;
}

async function measure(
  name: string,
  contextOf: () => Promise<BrowserContext>,
  origin: string,
  isSlow: boolean,
) {
  const launches: number[] = [];
  const composers: number[] = [];
  for (let n = 0; n < VISITS; n++) {
    const context = await contextOf();
    const page = await context.newPage();
    if (isSlow) await slowDown(page);
    launches.push(await launch(page, origin));
    composers.push(await compose(page));
    await context.close();
  }
  for (const [what, values] of [
    ["script tag to launcher", launches],
    ["click to composer", composers],
  ] as const) {
    tell(`chat, ${name}: ${what}, p50`, percentile(values, 50));
    tell(`chat, ${name}: ${what}, p95`, percentile(values, 95));
  }
}

test("how long until the chat can be used, with nothing in the cache", async ({
  organisation,
  hostPage,
  newContext,
  server,
}) => {
  await organisation.allowPagesOf(hostPage.origin);
  hostPage.paste(snippetOf(server.url, organisation.inboxKey));
  await measure("desktop", () => newContext(), hostPage.origin, false);
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  await measure("slow phone", () => newContext(phone), hostPage.origin, true);
});
