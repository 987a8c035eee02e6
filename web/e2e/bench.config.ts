import base from "./playwright.config";

/** What `make bench` measures in a browser: figures, which are compared there, and no assertion about time. */
export default {
  ...base,
  testDir: "bench",
  testMatch: "*.bench.ts",
  outputDir: "results/bench",
  workers: 1,
  timeout: 20 * 60_000,
  use: { ...base.use, trace: "off", screenshot: "off" },
} as const;
