import { defineConfig } from "vitest/config";

// The built tree mirrors the URLs it is served under: dist/assets/widget/x.js is /assets/widget/x.js.
export default defineConfig({
  base: "/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: "es2022",
    outDir: "dist",
    assetsDir: "assets/widget",
    // The frame's CSP allows nothing inline, so nothing may become a data: URL.
    assetsInlineLimit: 0,
    modulePreload: false,
    rollupOptions: { input: "frame.html" },
  },
  // The simulation plays many days; on a machine that also compiles they take their time.
  test: { include: ["src/**/*.test.ts"], environment: "node", testTimeout: 60_000 },
});
