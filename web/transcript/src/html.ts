import { type Span, type Stretch, stretchesOf } from "@rapport/text";

/**
 * A conversation as one page that needs nothing else: no script, no picture, no address that is
 * fetched. What people wrote is text and nothing more.
 */

export interface TranscriptLine {
  /** Who said it; null for something that happened. */
  author: string | null;
  /** RFC 3339. */
  at: string;
  text: string;
  /** How it looks, where not as usual. */
  spans?: readonly Span[];
  /** Names of the files that went with it; their contents are not in the page. */
  files?: readonly string[];
  /** Whose words these are, for their looks. */
  side: "contact" | "business" | "note" | "event";
}

/** Words are the caller's, who knows the reader's language. */
export interface Transcript {
  title: string;
  /** Sentences under the title: with whom, whose times these are, what is left out. */
  remarks: readonly string[];
  lines: readonly TranscriptLine[];
  /** BCP 47. */
  locale: string;
  direction: "ltr" | "rtl";
  /** IANA; the times are of this zone. */
  timeZone: string;
  words: { file: string; note: string };
}

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE = `:root{color-scheme:light dark;--paper:#fff;--ink:#1f1c19;--soft:#6a635b;--line:#e9e4dd;--own:#f3f0eb;--note:#fdf3dc}
@media (prefers-color-scheme:dark){:root{--paper:#1d1b19;--ink:#f1ede8;--soft:#aaa298;--line:#34302c;--own:#2b2825;--note:#382c14}}
body{margin:0 auto;padding:32px 20px;max-width:720px;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
h1{margin:0;font-size:20px}header{padding-bottom:16px;border-bottom:1px solid var(--line)}header p{margin:4px 0 0;color:var(--soft)}
h2{margin:24px 0 8px;font-size:13px;color:var(--soft)}
article{margin:8px 0;padding:8px 12px;border:1px solid var(--line);border-radius:10px;break-inside:avoid}
article.contact{background:var(--own)}article.note{background:var(--note)}
article header{padding:0;border:0;color:var(--soft);font-size:13px}article strong{color:var(--ink)}
a{color:inherit}p.text{margin:2px 0 0;white-space:pre-wrap;overflow-wrap:anywhere}p.file{margin:4px 0 0;color:var(--soft);overflow-wrap:anywhere}
p.event{margin:8px 0;color:var(--soft);font-size:13px;text-align:center}`;

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For text and for quoted attributes; what XML and HTML cannot hold is shown as a replacement. */
export function escaped(text: string): string {
  return (
    text
      .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to go.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, "\ufffd")
  );
}

/** The page, with its days and times as the reader writes them. */
export function transcriptHtml({
  title,
  remarks,
  lines,
  locale,
  direction,
  timeZone,
  words,
}: Transcript): string {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone });
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone });
  let last = "";
  const body = lines.map((line) => {
    const at = new Date(line.at);
    const today = day.format(at);
    const heading = today === last ? "" : `<h2>${escaped(today)}</h2>\n`;
    last = today;
    return (
      heading + drawn(line, `<time datetime="${escaped(line.at)}">${escaped(clock.format(at))}</time>`, words)
    );
  });
  return `<!doctype html>
<html lang="${escaped(locale)}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1 dir="auto">${escaped(title)}</h1>
${remarks.map((remark) => `<p>${escaped(remark)}</p>`).join("\n")}
</header>
<main>
${body.join("\n")}
</main>
</body>
</html>
`;
}

function drawn(
  { author, text, spans, files = [], side }: TranscriptLine,
  time: string,
  words: Transcript["words"],
): string {
  if (side === "event") return `<p class="event">${time} <span dir="auto">${escaped(text)}</span></p>`;
  const mark = side === "note" ? ` · ${escaped(words.note)}` : "";
  const said =
    text === "" ? "" : `\n<p class="text" dir="auto">${stretchesOf(text, spans).map(stretch).join("")}</p>`;
  const attached = files
    .map((name) => `\n<p class="file">${escaped(words.file)}: <bdi>${escaped(name)}</bdi></p>`)
    .join("");
  return `<article class="${side}"><header><strong dir="auto">${escaped(author ?? "")}</strong>${mark} · ${time}</header>${said}${attached}</article>`;
}

const TAGS = { bold: "strong", italic: "em", strikethrough: "s", code: "code" } as const;

function stretch({ text, marks, href }: Stretch): string {
  const marked = marks.reduce((inner, mark) => {
    const tag = TAGS[mark];
    return tag ? `<${tag}>${inner}</${tag}>` : inner;
  }, escaped(text));
  return href === null
    ? marked
    : `<a href="${escaped(href)}" rel="noopener noreferrer nofollow">${marked}</a>`;
}

/** A name for the file that every system takes: the words, the day, nothing strange. */
export function transcriptName(title: string, at: Date): string {
  const bare = title
    .normalize("NFKC")
    .replace(/[^\p{Letter}\p{Number}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  return `${bare || "conversation"}-${at.toISOString().slice(0, 10)}.html`;
}
