/** Emoji and how they are found, without a view. */

export type Language = "en" | "zh" | "ru";

export interface Emoji {
  character: string;
  name: string;
  /** More words that it is found by. */
  words: string;
}

/** As the data files hold it: by group; character, name, words. */
type Data = [string, string, string][][];

const DATA: Record<Language, () => Promise<{ default: unknown }>> = {
  en: () => import("./data/en.json"),
  zh: () => import("./data/zh.json"),
  ru: () => import("./data/ru.json"),
};

/** All of them by group, with names in a language; loaded when first asked for. */
export async function loadEmoji(language: Language): Promise<Emoji[][]> {
  const { default: data } = await DATA[language]();
  return (data as Data).map((group) => group.map(([character, name, words]) => ({ character, name, words })));
}

/** As many as are looked through. */
const FOUND_MAX = 100;

/** Those of which every word of the query begins a word, by name first; Chinese has no spaces, so there any place counts. */
export function findEmoji(groups: readonly (readonly Emoji[])[], query: string): Emoji[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const named: Emoji[] = [];
  const others: Emoji[] = [];
  for (const emoji of groups.flat()) {
    if (wanted.every((word) => has(emoji.name, word))) named.push(emoji);
    else if (wanted.every((word) => has(`${emoji.name} ${emoji.words}`, word))) others.push(emoji);
  }
  return [...named, ...others].slice(0, FOUND_MAX);
}

const HAN = /\p{Script=Han}/u;

function has(text: string, word: string): boolean {
  const lower = text.toLowerCase();
  if (HAN.test(word)) return lower.includes(word);
  return lower.split(/[^\p{Letter}\p{Number}]+/u).some((one) => one.startsWith(word));
}

const RECENT_MAX = 24;

/** The one that was used last comes first, each once. */
export function withRecent(recent: readonly string[], character: string): string[] {
  return [character, ...recent.filter((one) => one !== character)].slice(0, RECENT_MAX);
}

/** Reads what `withRecent` made and storage has kept. */
export function parseRecent(text: string | null): string[] {
  try {
    const kept = JSON.parse(text ?? "[]") as unknown;
    if (!Array.isArray(kept)) return [];
    return kept.filter((one) => typeof one === "string" && one.length <= 40).slice(0, RECENT_MAX);
  } catch {
    return [];
  }
}
