import { describe, expect, it } from "vitest";
import { fitToKeyboard } from "~/shell/fitToKeyboard";

/** A phone of 844 px, on which a keyboard may stand or the page be zoomed. */
class View extends EventTarget {
  height = 844;
  offsetTop = 0;
  scale = 1;

  become(changes: Partial<Pick<View, "height" | "offsetTop" | "scale">>) {
    Object.assign(this, changes);
    this.dispatchEvent(new Event("resize"));
  }
}

function phone() {
  const view = new View();
  const properties = new Map<string, string>();
  const style = {
    setProperty: (name: string, value: string) => void properties.set(name, value),
    removeProperty: (name: string) => void properties.delete(name),
  };
  const stop = fitToKeyboard(
    view as unknown as VisualViewport,
    { style } as unknown as HTMLElement,
    () => 844,
  );
  return { view, stop, said: () => Object.fromEntries(properties) };
}

describe("a keyboard that covers the page", () => {
  it("leaves the desk the place above it, and gives it back", () => {
    const { view, said } = phone();
    view.become({ height: 508, offsetTop: 40 });
    expect(said()).toEqual({ "--view-height": "508px", "--view-top": "40px" });
    view.become({ height: 844, offsetTop: 0 });
    expect(said()).toEqual({});
  });

  it("is not mistaken for the bars of the browser, or for a page that is zoomed in", () => {
    const { view, said } = phone();
    view.become({ height: 760 });
    expect(said()).toEqual({});
    view.become({ height: 422, scale: 2 });
    expect(said()).toEqual({});
  });

  it("is not watched any more once the desk is left", () => {
    const { view, stop, said } = phone();
    stop();
    view.become({ height: 508 });
    expect(said()).toEqual({});
  });
});
