import { defineConfig } from "vite";

// The loader is one classic script without imports: it runs on pages we know nothing about.
export default defineConfig({
  publicDir: false,
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: false,
    lib: {
      entry: "src/loader/main.ts",
      formats: ["iife"],
      name: "rapportLoader",
      fileName: () => "widget.js",
    },
  },
});
