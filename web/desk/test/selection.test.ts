import { describe, expect, it } from "vitest";
import { forEach } from "~/inbox/bulk";
import { extended, kept, NOTHING, toggled } from "~/inbox/selection";

const LIST = ["a", "b", "c", "d", "e"];
const ids = ({ ids }: { ids: ReadonlySet<string> }) => [...ids].sort();

describe("choosing conversations", () => {
  it("takes one, and lets it go", () => {
    const one = toggled(NOTHING, "b");
    expect(ids(one)).toEqual(["b"]);
    expect(ids(toggled(one, "b"))).toEqual([]);
  });

  it("takes a range in either direction, from the last one that was pressed by itself", () => {
    const one = toggled(NOTHING, "c");
    expect(ids(extended(one, "e", LIST))).toEqual(["c", "d", "e"]);
    expect(ids(extended(one, "a", LIST))).toEqual(["a", "b", "c"]);
    expect(ids(extended(extended(one, "e", LIST), "a", LIST))).toEqual(["a", "b", "c", "d", "e"]);
    expect(ids(extended(NOTHING, "d", LIST))).toEqual(["d"]);
  });

  it("lets go of what has left the list", () => {
    const all = extended(toggled(NOTHING, "a"), "c", LIST);
    expect(ids(kept(all, ["a", "c", "x"]))).toEqual(["a", "c"]);
    expect(kept(all, LIST)).toBe(all);
  });
});

describe("doing the same with many", () => {
  it("does a few at a time, all of them, and counts what failed", async () => {
    let running = 0;
    let most = 0;
    const outcome = await forEach(
      Array.from({ length: 20 }, (_, index) => index),
      async (index) => {
        running += 1;
        most = Math.max(most, running);
        await Promise.resolve();
        running -= 1;
        if (index % 5 === 0) throw new Error(`not ${index}`);
      },
    );
    expect(outcome.done).toBe(16);
    expect(outcome.failures.map(({ message }) => message)).toEqual(["not 0", "not 5", "not 10", "not 15"]);
    expect(most).toBe(4);
  });
});
