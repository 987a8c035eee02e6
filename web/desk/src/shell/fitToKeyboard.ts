/** Smaller than any keyboard, larger than what a browser's own bars take. */
const KEYBOARD_FROM_PX = 120;

type View = Pick<
  VisualViewport,
  "height" | "offsetTop" | "scale" | "addEventListener" | "removeEventListener"
>;

/**
 * Where the keyboard covers the page instead of shrinking it (iOS), says in two properties of the root what is
 * left to see, so that the composer stands above the keyboard. A page that was zoomed in by hand is left alone.
 */
export function fitToKeyboard(view: View, root: HTMLElement, pageHeight_px: () => number): () => void {
  const fit = () => {
    const covered_px = pageHeight_px() - view.height;
    const keyboard = view.scale < 1.01 && covered_px > KEYBOARD_FROM_PX;
    if (keyboard) {
      root.style.setProperty("--view-height", `${view.height}px`);
      root.style.setProperty("--view-top", `${view.offsetTop}px`);
    } else {
      root.style.removeProperty("--view-height");
      root.style.removeProperty("--view-top");
    }
  };
  view.addEventListener("resize", fit);
  view.addEventListener("scroll", fit);
  return () => {
    view.removeEventListener("resize", fit);
    view.removeEventListener("scroll", fit);
  };
}
