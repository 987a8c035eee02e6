// Fails when the scripts and styles of a first visit are over the budget. Fonts are left out: text shows before
// they arrive.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const FIRST_LOAD_BYTES_MAX = 300 * 1024;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));

/** What someone loads who opens the desk in a conversation: its most demanding first page. */
const FIRST_PAGE = [
  "index.html",
  "src/messages/en.json",
  "src/shell/DeskShell.tsx",
  "src/routes/inbox/$view.tsx?tsr-split=component",
  "src/routes/inbox/$view/$conversationId.tsx?tsr-split=component",
];

const files = new Set();
const seen = new Set();
function visit(key) {
  if (seen.has(key)) return;
  seen.add(key);
  const chunk = manifest[key];
  if (!chunk) throw new Error(`no chunk for ${key}: adapt FIRST_PAGE to the build`);
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const dependency of chunk.imports ?? []) visit(dependency);
}
FIRST_PAGE.forEach(visit);

let total_bytes = 0;
for (const file of [...files].filter((name) => /\.(js|css)$/.test(name)).sort()) {
  const bytes = gzipSync(readFileSync(new URL(file, dist))).length;
  total_bytes += bytes;
  process.stdout.write(`${(bytes / 1024).toFixed(1).padStart(7)} KB  ${file}\n`);
}
process.stdout.write(
  `${(total_bytes / 1024).toFixed(1).padStart(7)} KB  first load, gzip (at most ${FIRST_LOAD_BYTES_MAX / 1024} KB)\n`,
);
if (total_bytes > FIRST_LOAD_BYTES_MAX) process.exit(1);
