/**
 * Legible colours for any brand colour.
 *
 * Contrast ratio and relative luminance: WCAG 2.2, success criterion 1.4.3 and its definitions.
 */

/** The least ratio for normal text at level AA. */
export const CONTRAST_TEXT_MIN = 4.5;

const WHITE = "#ffffff";
const BLACK = "#000000";
/** Softer than black, and preferred to it where it is legible. */
const INK = "#1b1916";

type Rgb = readonly [number, number, number];

/** Parses `#rrggbb`; null for anything else. */
export function parseHex(text: string): Rgb | null {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  if (!match) return null;
  const [red = "", green = "", blue = ""] = match.slice(1);
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)];
}

function luminance(colour: string): number {
  const channels = (parseHex(colour) ?? [0, 0, 0]).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const [red = 0, green = 0, blue = 0] = channels;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 1 (no contrast) to 21. */
export function contrast(one: string, other: string): number {
  const lighter = Math.max(luminance(one), luminance(other));
  const darker = Math.min(luminance(one), luminance(other));
  return (lighter + 0.05) / (darker + 0.05);
}

/** The text colour for a background: white if legible, else ink, else black, which then always is. */
export function textOn(background: string): string {
  for (const candidate of [WHITE, INK]) {
    if (contrast(candidate, background) >= CONTRAST_TEXT_MIN) return candidate;
  }
  return BLACK;
}

/** `share` of `other` in `colour`, 0..=1. */
export function mix(colour: string, other: string, share: number): string {
  const from = parseHex(colour) ?? [0, 0, 0];
  const to = parseHex(other) ?? [0, 0, 0];
  const channels = from.map((value, at) => Math.round(value + ((to[at] ?? 0) - value) * share));
  return `#${channels.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

const LEGIBLE_STEPS = 20;

/** The colour itself, or the nearest mix with black or white that is legible as text on `surface`. */
export function legibleOn(surface: string, colour: string): string {
  const towards = luminance(surface) > 0.18 ? BLACK : WHITE;
  for (let step = 0; step < LEGIBLE_STEPS; step += 1) {
    const candidate = mix(colour, towards, step / LEGIBLE_STEPS);
    if (contrast(candidate, surface) >= CONTRAST_TEXT_MIN) return candidate;
  }
  return towards;
}
