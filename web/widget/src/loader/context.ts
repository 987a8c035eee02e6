import type { Context } from "../bridge/messages";

const FACTS_MAX = 30;
const KEY_CHARACTERS_MAX = 60;
const VALUE_CHARACTERS_MAX = 1_000;

/** What a page may tell: texts, numbers and truths; null takes a fact back. */
export type Facts = Record<string, string | number | boolean | null>;

/** `known` with the page's facts in it, or a sentence for the page's author on what is wrong. */
export function merged(known: Context, facts: Facts): Context | string {
  const next: Record<string, string | null> = { ...known };
  for (const [key, value] of Object.entries(facts)) {
    const name = key.trim();
    const text = value === null ? null : String(value).trim();
    if (name === "" || [...name].length > KEY_CHARACTERS_MAX) {
      return `a fact's key has 1 to ${KEY_CHARACTERS_MAX} characters, unlike "${key}"`;
    }
    if (value !== null && !["string", "number", "boolean"].includes(typeof value)) {
      return `the fact "${key}" must be a text, a number, true, false or null`;
    }
    if (text !== null && [...text].length > VALUE_CHARACTERS_MAX) {
      return `the fact "${key}" has more than ${VALUE_CHARACTERS_MAX} characters`;
    }
    next[name] = text === "" ? null : text;
  }
  return Object.keys(next).length > FACTS_MAX ? `a page tells at most ${FACTS_MAX} facts` : next;
}
