/** The colours that are offered for brands and tags. */
export const COLOURS = [
  "#4f46c8",
  "#1f6f5c",
  "#0b6bcb",
  "#b4471f",
  "#a0306f",
  "#2b2a33",
  "#8a6d00",
  "#c62828",
] as const;

/** A colour for a new name: the same for the same, and mostly another for another. */
export function colourFor(name: string): string {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return COLOURS[sum % COLOURS.length] ?? COLOURS[0];
}
