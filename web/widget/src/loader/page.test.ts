import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { watchNavigation } from "./page";

/** As much of a history as an app navigates by. */
function fakeHistory() {
  const calls: unknown[][] = [];
  return {
    calls,
    pushState(...args: unknown[]) {
      calls.push(["push", ...args]);
      if (args[2] === "wrong") throw new DOMException("other origin", "SecurityError");
    },
    replaceState(...args: unknown[]) {
      calls.push(["replace", ...args]);
    },
  };
}

describe("watchNavigation", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function watched() {
    const history = fakeHistory();
    const target = new EventTarget();
    const onMove = vi.fn();
    watchNavigation(history as unknown as History, target, onMove);
    return { history, target, onMove };
  }

  it("tells of each kind of navigation, after the app has had time to set the title", () => {
    const { history, target, onMove } = watched();
    history.pushState({ a: 1 }, "", "/cart");
    expect(onMove).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(onMove).toHaveBeenCalledTimes(1);
    history.replaceState(null, "", "/cart?step=2");
    target.dispatchEvent(new Event("popstate"));
    target.dispatchEvent(new Event("hashchange"));
    vi.runAllTimers();
    expect(onMove).toHaveBeenCalledTimes(4);
    expect(history.calls).toEqual([
      ["push", { a: 1 }, "", "/cart"],
      ["replace", null, "", "/cart?step=2"],
    ]);
  });

  it("leaves the page its errors, and says nothing of a navigation that failed", () => {
    const { history, onMove } = watched();
    expect(() => history.pushState(null, "", "wrong")).toThrow("other origin");
    vi.runAllTimers();
    expect(onMove).not.toHaveBeenCalled();
  });
});
