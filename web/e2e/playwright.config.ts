import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/** Where Debian and others put the browser; the first that is there is used. */
const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Without the things that a browser does by itself over the network. */
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
];

export default defineConfig({
  testDir: "scenarios",
  outputDir: "results",
  // Two cores, and each scenario is a server and several pages.
  workers: Number(process.env.E2E_WORKERS ?? 2),
  fullyParallel: true,
  // A test that fails now and then is a bug, in the product or in the test.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // A machine that also compiles may be slow; nothing waits so long unless it never comes.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    viewport: { width: 1280, height: 800 },
    // A picture for each frame that is painted takes nearly half of the time; what a page was is in the trace.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    launchOptions: { executablePath: BROWSERS.find((path) => existsSync(path)), args: QUIET },
  },
});
