import { fileURLToPath } from "node:url";
import { parse } from "@formatjs/icu-messageformat-parser";
import type { Plugin } from "vite";

const messages = fileURLToPath(new URL("../src/messages/", import.meta.url));

/** Takes the messages apart when they are built, so that nobody's browser loads the parser to do it. */
export function compiledMessages(): Plugin {
  return {
    name: "compiled-messages",
    enforce: "pre",
    config: (_, { command }) =>
      command === "build"
        ? {
            resolve: {
              alias: [
                {
                  find: /^@formatjs\/icu-messageformat-parser$/,
                  replacement: "@formatjs/icu-messageformat-parser/no-parser.js",
                },
              ],
            },
          }
        : undefined,
    apply: "build",
    transform(text, id) {
      if (!id.startsWith(messages) || !id.endsWith(".json")) return;
      const compiled = Object.entries(JSON.parse(text) as Record<string, string>).map(([key, message]) => [
        key,
        parse(message),
      ]);
      return { code: JSON.stringify(Object.fromEntries(compiled)), map: null };
    },
  };
}
