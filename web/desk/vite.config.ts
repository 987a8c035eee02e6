import { fileURLToPath } from "node:url";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { compiledMessages } from "./scripts/compiledMessages";

// The server that `npm run dev` passes API calls to; `make dev` starts it on this port.
const server = process.env.RAPPORT_URL ?? "http://localhost:8080";

export default defineConfig({
  base: "/",
  plugins: [
    tanstackRouter({ target: "react", autoCodeSplitting: true, quoteStyle: "double" }),
    react(),
    compiledMessages(),
  ],
  resolve: { alias: { "~": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    assetsDir: "assets/desk",
    // Fonts and images stay files: the content security policy allows no data: URLs for fonts.
    assetsInlineLimit: 0,
    manifest: true,
    target: "es2022",
  },
  server: {
    proxy: {
      "/api": { target: server, ws: true },
      "/webchat": { target: server, ws: true },
      "/widget": server,
    },
  },
  test: { include: ["src/**/*.test.ts", "test/**/*.test.ts"], environment: "node" },
});
