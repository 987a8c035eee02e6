import type { Mark, Span } from "@rapport/text";

/** What is sent: the words without their signs, and how they look; no spans where all look as usual. */
export interface Marked {
  text: string;
  spans: Span[];
}

/** The server takes no more; who writes so much of it has it sent as it was typed. */
const SPANS_MAX = 500;

const SIGNS: Record<string, Mark> = { "**": "bold", "*": "italic", _: "italic", "~~": "strikethrough" };
const LINK = /\[([^[\]\n]+)\]\(((?:https?:\/\/|mailto:|tel:)[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)/iy;
const ADDRESS = /https?:\/\/[^\s<>"]+/iy;
/** Scripts written without spaces, in which a word has no end that could be asked for. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

const isSpace = (character: string | undefined) => character === undefined || /\s/u.test(character);
const isWord = (character: string | undefined) =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character) && !UNSPACED.test(character);

/**
 * Reads what an agent typed: `**bold**`, `*italic*` or `_italic_`, `~~struck~~`, `` `code` ``, `[words](https://…)`,
 * after CommonMark 0.31 (6.1, 6.2, 6.3) and GitHub's strikethrough, with one difference: a sign counts at the edge
 * of a word only, so that 2*3*4 and snake_case stay what they are. All else, blanks too, stays as it was typed.
 */
export function markedOf(source: string): Marked {
  const reader = new Reader(source);
  reader.read(0, source.length, [], undefined);
  const { spans } = reader;
  if (spans.length > SPANS_MAX || !spans.some((span) => span.marks || span.href)) {
    return { text: source, spans: [] };
  }
  return { text: spans.map(({ text }) => text).join(""), spans };
}

class Reader {
  readonly spans: Span[] = [];
  readonly #source: string;
  /** From where on it is known that no such sign closes, up to where. */
  readonly #unclosed = new Map<string, { from: number; to: number }>();

  constructor(source: string) {
    this.#source = source;
  }

  /** Reads a part of the source, all of which has these marks already. */
  read(from: number, to: number, marks: readonly Mark[], href: string | undefined) {
    const source = this.#source;
    let plainFrom = from;
    let at = from;
    const plain = () => this.#add(source.slice(plainFrom, at), marks, href);
    const goOn = (next: number) => {
      at = next;
      plainFrom = next;
    };
    while (at < to) {
      const character = source[at] as string;
      if (character === "`") {
        const sign = this.#run(at, to);
        const end = this.#closing(sign, at + sign.length, to, () => true);
        if (end === null) at += sign.length;
        else {
          plain();
          this.#add(source.slice(at + sign.length, end), [...marks, "code"], href);
          goOn(end + sign.length);
        }
      } else if (character === "[" && href === undefined) {
        const link = matchAt(LINK, source, at, to);
        if (!link) at += 1;
        else {
          plain();
          const words = at + 1;
          this.read(words, words + (link[1] as string).length, marks, link[2]);
          goOn(at + link[0].length);
        }
      } else if (character === "h" || character === "H") {
        // An address is no place for signs.
        at += matchAt(ADDRESS, source, at, to)?.[0].length ?? 1;
      } else if (character === "*" || character === "_" || character === "~") {
        const run = this.#run(at, to);
        const sign = character === "*" && run.length > 1 ? "**" : character === "~" ? "~~" : character;
        const mark = SIGNS[sign] as Mark;
        const begin = at + sign.length;
        const opens =
          run.length >= sign.length &&
          (character === "*" ? run.length <= 3 : run.length === sign.length) &&
          !marks.includes(mark) &&
          !isSpace(source[at + run.length]) &&
          !isWord(source[at - 1]);
        const end = opens ? this.#closing(sign, begin, to, this.#closes) : null;
        if (end === null) at += run.length;
        else {
          plain();
          this.read(begin, end, [...marks, mark], href);
          goOn(end + sign.length);
        }
      } else at += 1;
    }
    plain();
  }

  /** The same character as often as it stands here. */
  #run(at: number, to: number): string {
    let end = at + 1;
    while (end < to && this.#source[end] === this.#source[at]) end += 1;
    return this.#source.slice(at, end);
  }

  readonly #closes = (at: number, run: number): boolean =>
    !isSpace(this.#source[at - 1]) && !isWord(this.#source[at + run]);

  /** Where the sign stands that closes what begins here, in the same paragraph; null when there is none. */
  #closing(
    sign: string,
    from: number,
    to: number,
    closes: (at: number, run: number) => boolean,
  ): number | null {
    const known = this.#unclosed.get(sign);
    if (known && from >= known.from && from < known.to && to <= known.to) return null;
    const source = this.#source;
    const blank = source.indexOf("\n\n", from);
    const stop = blank < 0 || blank > to ? to : blank;
    const character = sign[0] as string;
    for (let at = source.indexOf(character, from); at >= 0 && at < stop; ) {
      const run = this.#run(at, stop).length;
      // Three asterisks close both marks that they opened; the inner one is read first.
      const fits = run === sign.length || (character === "*" && run === 3);
      const end = at + run - sign.length;
      if (fits && end > from && closes(at, run)) return end;
      at = source.indexOf(character, at + run);
    }
    this.#unclosed.set(sign, { from, to: stop });
    return null;
  }

  #add(text: string, marks: readonly Mark[], href: string | undefined) {
    if (text === "") return;
    const last = this.spans.at(-1);
    if (last && last.href === href && sameMarks(last.marks ?? [], marks)) last.text += text;
    else this.spans.push({ text, ...(marks.length > 0 && { marks: [...marks] }), ...(href && { href }) });
  }
}

const sameMarks = (one: readonly Mark[], other: readonly Mark[]): boolean =>
  one.length === other.length && one.every((mark) => other.includes(mark));

function matchAt(pattern: RegExp, source: string, at: number, to: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  const match = pattern.exec(source);
  return match && at + match[0].length <= to ? match : null;
}
