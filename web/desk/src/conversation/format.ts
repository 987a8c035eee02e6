/** A text field's words and what is selected of them. */
export interface Field {
  text: string;
  from: number;
  to: number;
}

/** What to put in place of a part of the text, and what is selected then. */
export interface Edit {
  from: number;
  to: number;
  insert: string;
  select: { from: number; to: number };
}

export type Sign = "**" | "*" | "~~" | "`";

/** Puts the sign around what is selected, or takes it away; blanks at its ends stay outside. Pressed again behind
 * what was typed within it, it is left. */
export function signed({ text, from, to }: Field, sign: Sign): Edit {
  const words = text.slice(from, to);
  const begin = from + (words.length - words.trimStart().length);
  const end = Math.max(begin, to - (words.length - words.trimEnd().length));
  const n = sign.length;
  const inner = text.slice(begin, end);
  if (isSigned(text, begin, end, sign)) {
    return { from: begin - n, to: end + n, insert: inner, select: { from: begin - n, to: end - n } };
  }
  // Behind the last marked word the sign is left as it was entered.
  if (inner === "" && !isSpaceBefore(text, begin) && text.startsWith(sign, begin)) {
    return { from: begin, to: begin, insert: "", select: { from: begin + n, to: begin + n } };
  }
  return {
    from: begin,
    to: end,
    insert: sign + inner + sign,
    select: { from: begin + n, to: end + n },
  };
}

const isSpaceBefore = (text: string, at: number) => /^\s?$/u.test(text.slice(at - 1, at));

function isSigned(text: string, begin: number, end: number, sign: Sign): boolean {
  const character = sign[0] as string;
  let before = 0;
  while (text[begin - 1 - before] === character) before += 1;
  let after = 0;
  while (text[end + after] === character) after += 1;
  const both = Math.min(before, after);
  // One asterisk of two is not an italic one; of three it is.
  return character === "*" ? both === 3 || both === sign.length : both >= sign.length;
}

/** Makes a link of what is selected, and selects where its address goes. */
export function linked({ text, from, to }: Field): Edit {
  const words = text.slice(from, to).trim();
  const isAddress = /^https?:\/\/\S+$/iu.test(words);
  const label = isAddress ? "" : words;
  const href = isAddress ? words : "https://";
  const insert = `[${label}](${href})`;
  const at = from + label.length + 3;
  const select = label === "" ? { from: from + 1, to: from + 1 } : { from: at, to: at + href.length };
  return { from, to, insert, select };
}

const ITEM = /^(\s*)(?:(•|-|\*)|(\d{1,3})([.)]))[ \t]+/u;

/** Begins each selected line with a bullet or its number; takes them away where each line has one. */
export function listed({ text, from, to }: Field, kind: "bullets" | "numbers"): Edit {
  const begin = text.lastIndexOf("\n", from - 1) + 1;
  const next = text.indexOf("\n", to);
  const end = next < 0 ? text.length : next;
  const lines = text.slice(begin, end).split("\n");
  const has = (line: string) => {
    const item = ITEM.exec(line);
    return item !== null && (kind === "bullets" ? item[2] !== undefined : item[3] !== undefined);
  };
  const bare = lines.map((line) => line.replace(ITEM, "$1"));
  const insert = (
    lines.every(has)
      ? bare
      : bare.map((line, at) => (kind === "bullets" ? `• ${line}` : `${at + 1}. ${line}`))
  ).join("\n");
  const at = begin + insert.length;
  return { from: begin, to: end, insert, select: { from: lines.length > 1 ? begin : at, to: at } };
}

/** What Enter does in a list: it begins the next item, and ends the list in an empty one. Null elsewhere. */
export function continued({ text, from, to }: Field): Edit | null {
  if (from !== to) return null;
  const begin = text.lastIndexOf("\n", from - 1) + 1;
  const item = ITEM.exec(text.slice(begin, from));
  if (!item) return null;
  const [sign, indent = "", bullet, number, dot] = item;
  const next = text.indexOf("\n", from);
  const line = text.slice(begin, next < 0 ? text.length : next);
  if (line.length === sign.length) {
    return { from: begin, to: from, insert: "", select: { from: begin, to: begin } };
  }
  const insert = `\n${indent}${bullet ?? `${Number(number) + 1}${dot}`} `;
  const at = from + insert.length;
  return { from, to: from, insert, select: { from: at, to: at } };
}
