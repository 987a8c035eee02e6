// Makes src/data from an unpacked `emojibase-data`; see the README.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [source] = process.argv.slice(2);
if (!source) throw new Error("name the folder of the unpacked package");

/** Later ones are empty boxes on systems of a few years ago. */
const VERSION_MAX = 15;
/** Skin tones and hair are not emoji of their own. */
const COMPONENTS = 2;
const GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9];
/** A person with a sign of gender beside the one without. */
const GENDERED = /\u200d[\u2640\u2642]|^[\u{1f468}\u{1f469}]\u200d/u;

for (const language of ["en", "zh", "ru"]) {
  const all = JSON.parse(readFileSync(join(source, language, "data.json"), "utf8"))
    .filter((one) => one.group !== undefined && one.group !== COMPONENTS)
    .filter((one) => one.version <= VERSION_MAX && !GENDERED.test(one.emoji))
    .sort((one, other) => one.order - other.order);
  const groups = GROUPS.map((group) =>
    all
      .filter((one) => one.group === group)
      .map(({ emoji, label, tags = [] }) => [emoji, label, tags.filter((tag) => tag !== label).join(" ")]),
  );
  const target = new URL(`../src/data/${language}.json`, import.meta.url);
  writeFileSync(target, `${JSON.stringify(groups)}\n`);
}
