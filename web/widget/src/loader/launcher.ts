import { palette } from "../colour/palette";
import { chooseLanguage, phrase } from "../words/phrase";
import { styleSheet } from "./style";
import { LOADER_WORDS } from "./words/words";

const SVG = "http://www.w3.org/2000/svg";
const CHAT =
  "M20 11.4c0 4.1-3.6 7.4-8 7.4-1 0-2-.2-2.9-.5L4.6 20l1.2-3.6A7 7 0 0 1 4 11.4C4 7.3 7.6 4 12 4s8 3.3 8 7.4Z";
const DOWN = "m6 9.5 6 6 6-6";
const BADGE_MAX = 99;

export const reader = chooseLanguage(["en", "zh", "ru"], navigator.languages);
export const words = LOADER_WORDS[reader.language];

/** The button on the page, in a shadow root of its own that the panel shares. */
export class Launcher {
  readonly host = document.createElement("div");
  readonly root = this.host.attachShadow({ mode: "open" });
  readonly button = document.createElement("button");
  private readonly badge = document.createElement("span");
  private unread = 0;
  private open = false;

  constructor(onClick: () => void) {
    this.root.adoptedStyleSheets = [styleSheet()];
    // The page's own direction decides on which side we stand.
    this.host.dir = getComputedStyle(document.documentElement).direction;
    this.host.id = "rapport-widget";
    this.button.type = "button";
    this.button.onclick = onClick;
    this.badge.className = "badge";
    this.badge.setAttribute("aria-hidden", "true");
    this.button.append(icon("chat", CHAT), icon("down", DOWN), this.badge);
    this.root.append(this.button);
    this.paint("");
    this.draw();
  }

  /** Sets the brand's colour and the text colour that is legible on it. */
  paint(colour: string): void {
    const { brand, brandText, brandHover } = palette(colour);
    this.host.style.setProperty("--brand", brand);
    this.host.style.setProperty("--brand-text", brandText);
    this.host.style.setProperty("--brand-hover", brandHover);
  }

  show(open: boolean, unread: number): void {
    this.open = open;
    this.unread = unread;
    this.draw();
  }

  private draw(): void {
    const { open, unread } = this;
    this.button.className = open ? "launcher open" : "launcher";
    this.button.setAttribute("aria-expanded", String(open));
    this.badge.hidden = unread === 0;
    this.badge.textContent = unread > BADGE_MAX ? `${BADGE_MAX}+` : String(unread);
    this.button.setAttribute("aria-label", this.label());
  }

  private label(): string {
    if (this.open) return words.close;
    if (this.unread === 0) return words.open;
    return phrase(words.open_unread, reader.locale, { count: this.unread });
  }
}

function icon(name: string, shape: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", name);
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", shape);
  svg.append(path);
  return svg;
}
