import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Emitter } from "./emitter";

describe("emitter", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("tells each listener once, until it is taken off", () => {
    const emitter = new Emitter();
    const counts: number[] = [];
    const listener = ({ count }: { count: number }) => counts.push(count);
    emitter.on("unread", listener);
    emitter.on("unread", listener);
    emitter.emit("unread", { count: 2 });
    emitter.emit("open", undefined);
    emitter.off("unread", listener);
    emitter.emit("unread", { count: 3 });
    expect(counts).toEqual([2]);
  });

  it("goes on after a listener that throws, and lets the page see its error", () => {
    const emitter = new Emitter();
    const second = vi.fn();
    emitter.on("open", () => {
      throw new Error("of the page");
    });
    emitter.on("open", second);
    emitter.emit("open", undefined);
    expect(second).toHaveBeenCalledTimes(1);
    expect(() => vi.runAllTimers()).toThrow("of the page");
  });
});
