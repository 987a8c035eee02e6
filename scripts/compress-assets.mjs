#!/usr/bin/env node
// Writes x.br and x.gz beside every file x of the built web apps for which they are smaller.
// The server's build embeds them, so that nothing is compressed while people wait.
//
//   node scripts/compress-assets.mjs web/desk/dist web/widget/dist

import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** What compresses; fonts and images are compressed already. */
const KINDS = new Set([".html", ".js", ".css", ".svg", ".json", ".txt", ".webmanifest", ".wasm"]);
/** Smaller files fit one packet either way. */
const BYTES_MIN = 1024;

const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
const forms = [
  [".br", (content) => brotliCompressSync(content, QUALITY)],
  [".gz", (content) => gzipSync(content, { level: constants.Z_BEST_COMPRESSION })],
];

let [files, plainBytes, brotliBytes] = [0, 0, 0];
for (const folder of process.argv.slice(2)) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if (!entry.isFile() || !KINDS.has(extname(path))) continue;
    const content = readFileSync(path);
    for (const [extension, compress] of forms) {
      rmSync(path + extension, { force: true });
      if (content.length < BYTES_MIN) continue;
      const small = compress(content);
      if (small.length >= content.length) continue;
      writeFileSync(path + extension, small);
      if (extension === ".br") {
        files += 1;
        plainBytes += content.length;
        brotliBytes += small.length;
      }
    }
  }
}
console.log(`compressed ${files} files: ${plainBytes} bytes, ${brotliBytes} with brotli`);
