import { defineConfig } from "vite";

// A module of its own, which the loader imports only where an inbox has rules.
export default defineConfig({
  publicDir: false,
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: false,
    lib: {
      entry: "src/proactive/main.ts",
      formats: ["es"],
      fileName: () => "widget/proactive.js",
    },
  },
});
