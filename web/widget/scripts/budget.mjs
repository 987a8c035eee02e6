// Fails when what a visitor downloads grows past its budget. Sizes are of the built files, gzip level 9.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const DIST = new URL("../dist/", import.meta.url);
const ASSETS = new URL("assets/widget/", DIST);
const LOADER_BYTES_MAX = 6 * 1024;
const RULES_BYTES_MAX = 4 * 1024;
const FRAME_BYTES_MAX = 60 * 1024;

/** Each language's emoji, which come only when somebody opens the picker. */
const EMOJI_BYTES_MAX = 56 * 1024;
/** As the build names them: the languages' data, and the picker. */
const LAZY = /^(en|zh|ru|picker)-/;

const gzipBytes = (url) => gzipSync(readFileSync(url), { level: 9 }).length;

const assets = readdirSync(ASSETS).filter((name) => /\.(js|css)$/.test(name));
const frame = assets
  .filter((name) => !LAZY.test(name))
  .reduce((sum, name) => sum + gzipBytes(new URL(name, ASSETS)), 0);

const sizes = [
  { name: "widget loader", bytes: gzipBytes(new URL("widget.js", DIST)), bytesMax: LOADER_BYTES_MAX },
  {
    name: "widget rules",
    bytes: gzipBytes(new URL("widget/proactive.js", DIST)),
    bytesMax: RULES_BYTES_MAX,
  },
  { name: "widget frame (JS and CSS)", bytes: frame, bytesMax: FRAME_BYTES_MAX },
  ...assets
    .filter((name) => LAZY.test(name))
    .map((name) => ({ name, bytes: gzipBytes(new URL(name, ASSETS)), bytesMax: EMOJI_BYTES_MAX })),
];

for (const { name, bytes, bytesMax } of sizes) {
  const verdict = bytes <= bytesMax ? "ok" : "TOO LARGE";
  process.stdout.write(`${name}: ${bytes} of ${bytesMax} bytes gzip, ${verdict}\n`);
}
if (sizes.some(({ bytes, bytesMax }) => bytes > bytesMax)) process.exit(1);
