import { palette } from "../colour/palette";

/** Sets the brand's colours by CSSOM, which a CSP without inline styles allows. */
export function applyPalette(colour: string): void {
  const { brand, brandText, brandHover, accentOnLight, accentOnDark } = palette(colour);
  const { style } = document.documentElement;
  style.setProperty("--brand", brand);
  style.setProperty("--brand-text", brandText);
  style.setProperty("--brand-hover", brandHover);
  style.setProperty("--accent-on-light", accentOnLight);
  style.setProperty("--accent-on-dark", accentOnDark);
}
