/**
 * The page's own CSP may forbid style elements and attributes; a constructed style sheet in a shadow
 * root is neither, and the page's styles do not reach into it.
 */
const CSS = `
:host { all: initial; }
.launcher, .panel { position: fixed; z-index: 2147483000; inset-inline-end: 20px; }
.launcher {
  bottom: 20px; width: 56px; height: 56px; padding: 0; border: 0; border-radius: 50%;
  display: grid; place-items: center; cursor: pointer;
  background: var(--brand); color: var(--brand-text);
  box-shadow: 0 0 0 1px rgb(255 255 255 / 14%), 0 1px 3px rgb(30 20 10 / 16%), 0 8px 24px rgb(30 20 10 / 18%);
  transition: background-color 120ms, transform 120ms;
}
.launcher:hover { background: var(--brand-hover); }
.launcher:active { transform: scale(.96); }
.launcher:focus-visible { outline: 2px solid var(--brand-text); outline-offset: -5px; }
svg { grid-area: 1 / 1; width: 26px; height: 26px; fill: none; stroke: currentColor; stroke-width: 1.8;
  stroke-linecap: round; stroke-linejoin: round; transition: opacity 120ms, transform 120ms; }
.down, .open .chat { opacity: 0; transform: scale(.7); }
.open .down { opacity: 1; transform: none; }
.badge {
  position: absolute; inset-inline-end: -3px; top: -3px; min-width: 22px; height: 22px; padding: 0 6px;
  box-sizing: border-box; border-radius: 11px; border: 2px solid #fff; background: #b3261e; color: #fff;
  font: 600 12px/18px Inter, system-ui, sans-serif; text-align: center;
}
.badge[hidden], .open .badge { display: none; }
.panel {
  bottom: 92px; width: 384px; height: min(640px, calc(100dvh - 112px)); border: 0; border-radius: 16px;
  background: Canvas; color-scheme: light dark;
  box-shadow: 0 0 0 1px rgb(30 20 10 / 8%), 0 2px 6px rgb(30 20 10 / 8%), 0 16px 48px rgb(30 20 10 / 18%);
  transition: opacity 120ms, transform 120ms;
}
.panel.shut { opacity: 0; transform: translateY(8px); visibility: hidden; pointer-events: none;
  transition: opacity 120ms, transform 120ms, visibility 0s 120ms; }
@media (prefers-color-scheme: dark) {
  .panel { box-shadow: 0 0 0 1px rgb(255 255 255 / 12%), 0 16px 48px rgb(0 0 0 / 45%); }
}
@media (max-width: 479px), (max-height: 479px) {
  .panel { inset: 0; top: var(--view-top, 0); bottom: auto; width: 100%; height: var(--view-height, 100dvh);
    border-radius: 0; box-shadow: none; }
  .launcher.open { visibility: hidden; }
}
@media (prefers-reduced-motion: reduce) { .launcher, .panel, .panel.shut, svg { transition: none; } }
@media print { .launcher, .panel { display: none; } }
`;

export function styleSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  return sheet;
}
