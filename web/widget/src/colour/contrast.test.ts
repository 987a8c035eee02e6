import { describe, expect, it } from "vitest";
import { CONTRAST_TEXT_MIN, contrast, legibleOn, mix, textOn } from "./contrast";
import { FALLBACK_COLOUR, palette, SURFACE } from "./palette";

/** Every 17th value of each channel: 4,096 colours, the corners and the greys among them. */
function* colours(): Generator<string> {
  const steps = Array.from({ length: 16 }, (_, at) => (at * 17).toString(16).padStart(2, "0"));
  for (const red of steps) {
    for (const green of steps) for (const blue of steps) yield `#${red}${green}${blue}`;
  }
}

describe("contrast", () => {
  it("agrees with the published extremes", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
    expect(contrast("#ff0000", "#ff0000")).toBe(1);
  });

  it("gives legible text on every brand colour, at rest and under the pointer", () => {
    for (const colour of colours()) {
      const { brand, brandText, brandHover } = palette(colour);
      expect(contrast(brandText, brand), colour).toBeGreaterThanOrEqual(CONTRAST_TEXT_MIN);
      expect(contrast(brandText, brandHover), colour).toBeGreaterThanOrEqual(CONTRAST_TEXT_MIN);
    }
  });

  it("gives an accent that is legible on both surfaces", () => {
    for (const colour of colours()) {
      const { accentOnLight, accentOnDark } = palette(colour);
      expect(contrast(accentOnLight, SURFACE.light), colour).toBeGreaterThanOrEqual(4.5);
      expect(contrast(accentOnDark, SURFACE.dark), colour).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("keeps a colour that is legible already", () => {
    expect(legibleOn("#ffffff", "#1f4e79")).toBe("#1f4e79");
    expect(textOn("#1f4e79")).toBe("#ffffff");
    expect(textOn("#ffd400")).toBe("#1b1916");
  });

  it("falls back when the colour is not one", () => {
    for (const wrong of ["", "red", "#fff", "#12345g", "url(x)"]) {
      expect(palette(wrong).brand).toBe(FALLBACK_COLOUR);
    }
    expect(mix("#000000", "#ffffff", 0.5)).toBe("#808080");
  });
});
