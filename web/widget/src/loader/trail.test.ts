import { beforeEach, describe, expect, it, vi } from "vitest";
import { forgetTrail, stepOn } from "./trail";

/** As much of a tab's storage as the trail needs. */
function fakeStorage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

const page = (name: string) => ({ url: `https://shop.example/${name}`, title: name });
const pagesBefore = (name: string) => stepOn("key", page(name)).visited?.map(({ title }) => title);

describe("the pages of a tab", () => {
  beforeEach(() => vi.stubGlobal("sessionStorage", fakeStorage()));

  it("are told with the one that the visitor is on, each once", () => {
    expect(pagesBefore("bags")).toEqual([]);
    expect(pagesBefore("straps")).toEqual(["bags"]);
    expect(pagesBefore("straps")).toEqual(["bags"]);
    expect(pagesBefore("bags")).toEqual(["bags", "straps"]);
    forgetTrail("key");
    expect(pagesBefore("cart")).toEqual([]);
  });

  it("are so many at most, with addresses that lead somewhere", () => {
    for (let n = 0; n < 30; n++) pagesBefore(`p${n}`);
    expect(pagesBefore("end")).toEqual(Array.from({ length: 10 }, (_, n) => `p${n + 20}`));
    stepOn("key", page(`long?${"x".repeat(2_000)}`));
    expect(stepOn("key", page("cart")).visited?.at(-1)?.url).toBe("https://shop.example/long");
  });

  it("are not told where the storage is blocked or holds something else", () => {
    sessionStorage.setItem("rapport:key:trail", "{}");
    expect(stepOn("key", page("bags"))).toEqual(page("bags"));
    vi.stubGlobal("sessionStorage", undefined);
    expect(stepOn("key", page("bags"))).toEqual(page("bags"));
    expect(() => forgetTrail("key")).not.toThrow();
  });
});
