import { legibleOn, mix, parseHex, textOn } from "./contrast";

/** Where a brand colour is missing or malformed: Rapport's own pine green. */
export const FALLBACK_COLOUR = "#2f5d50";

/** The two surfaces that accents stand on; frame/style/tokens.css has the same values. */
export const SURFACE = { light: "#ffffff", dark: "#1d1b19" } as const;

export interface Palette {
  brand: string;
  brandText: string;
  /** Under the pointer: away from the text's colour, so contrast only grows. */
  brandHover: string;
  accentOnLight: string;
  accentOnDark: string;
}

export function palette(colour: string): Palette {
  const brand = parseHex(colour) ? colour.toLowerCase() : FALLBACK_COLOUR;
  const brandText = textOn(brand);
  return {
    brand,
    brandText,
    brandHover: mix(brand, brandText === "#ffffff" ? "#000000" : "#ffffff", 0.12),
    accentOnLight: legibleOn(SURFACE.light, brand),
    accentOnDark: legibleOn(SURFACE.dark, brand),
  };
}
