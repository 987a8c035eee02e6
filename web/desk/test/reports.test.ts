import { describe, expect, it } from "vitest";
import { barsOf, messagesOf, topOf } from "~/reports/bars";
import { behindOf } from "~/reports/behind";
import { daysOf, filePath, filterOf, nameOfDay, parametersOf, spanOf } from "~/reports/filter";
import { flowOf } from "~/reports/flow";
import { roughDuration } from "~/time/roughDuration";

const NOW = new Date(2026, 2, 31, 15, 30);
const days = (span: { from: Date; to: Date }) => [nameOfDay(span.from), nameOfDay(span.to)];

describe("what reports are narrowed to", () => {
  it("is thirty days when the address says nothing that is meant", () => {
    for (const search of [{}, { days: 5 }, { days: "7" }, { from: "2026-02-30x", until: "2026-03-01" }]) {
      expect(filterOf(search)).toEqual({});
    }
    expect(daysOf({})).toBe(30);
    expect(days(spanOf({}, NOW))).toEqual(["2026-03-02", "2026-04-01"]);
  });

  it("is whole days here, today included", () => {
    expect(days(spanOf({ days: 1 }, NOW))).toEqual(["2026-03-31", "2026-04-01"]);
    expect(days(spanOf({ days: 7 }, NOW))).toEqual(["2026-03-25", "2026-04-01"]);
    const own = filterOf({ days: 7, from: "2026-01-05", until: "2026-01-05" });
    expect(own).toEqual({ from: "2026-01-05", until: "2026-01-05" });
    expect(daysOf(own)).toBeNull();
    expect(days(spanOf(own, NOW))).toEqual(["2026-01-05", "2026-01-06"]);
  });

  it("is no period that ends before it begins, nor one too long", () => {
    expect(filterOf({ from: "2026-01-06", until: "2026-01-05" })).toEqual({});
    expect(filterOf({ from: "2020-01-01", until: "2026-01-05" })).toEqual({});
  });

  it("goes to the server as moments, and into a file's address", () => {
    const parameters = parametersOf({ days: 1, channel: "email" }, NOW);
    expect(parameters.from).toBe(new Date(2026, 2, 31).toISOString());
    const path = filePath("costs", { ...parameters, by: "queue" });
    const given = new URL(path, "http://desk.example").searchParams;
    expect(Object.fromEntries(given)).toEqual({
      from: parameters.from,
      to: parameters.to,
      channel: "email",
      by: "queue",
      format: "csv",
    });
  });

  it("passes over what is no figure", () => {
    expect(behindOf({ of: "nothing", key: 5, path: "" })).toEqual({ of: "volume" });
    expect(behindOf({ of: "path", path: "webchat,email" })).toEqual({ of: "path", path: "webchat,email" });
  });
});

describe("bars", () => {
  const day = (date: string, channel: "webchat" | "email", received: number, sent: number) => ({
    date,
    channel,
    received,
    sent,
  });

  it("stand for each day, also where nothing was said", () => {
    const counted = [day("2026-03-29", "email", 1, 2), day("2026-03-29", "webchat", 4, 0)];
    const bars = barsOf(counted, spanOf({ days: 7 }, NOW));
    expect(bars.map(messagesOf)).toEqual([0, 0, 0, 0, 7, 0, 0]);
    expect(bars[4]?.parts).toEqual([
      { channel: "webchat", messages: 4 },
      { channel: "email", messages: 3 },
    ]);
  });

  it("are weeks over a long time, and lose nothing", () => {
    const counted = [day("2025-04-01", "email", 1, 0), day("2026-03-31", "email", 0, 5)];
    const bars = barsOf(counted, spanOf({ from: "2025-04-01", until: "2026-03-31" }, NOW));
    expect(bars).toHaveLength(53);
    expect(bars.map(messagesOf).reduce((all, one) => all + one)).toBe(6);
    expect(bars.at(-1)?.until).toEqual(new Date(2026, 2, 31));
  });

  it("reach up to a round number", () => {
    expect([0, 1, 3, 7, 10, 11, 480, 501].map(topOf)).toEqual([1, 1, 4, 8, 10, 20, 600, 600]);
  });
});

describe("the flow of conversations", () => {
  it("counts a channel at each step by itself", () => {
    const { nodes, links } = flowOf([
      { channels: ["webchat"], conversations: 5 },
      { channels: ["webchat", "email"], conversations: 2 },
      { channels: ["webchat", "email", "webchat"], conversations: 1 },
    ]);
    const counts = Object.fromEntries(nodes.map(({ id, conversations }) => [id, conversations]));
    expect(counts).toEqual({ "0 webchat": 8, "1 email": 3, "2 webchat": 1 });
    expect(links.map(({ conversations }) => conversations)).toEqual([3, 1]);
  });

  it("ends after four steps", () => {
    const path = ["webchat", "email", "webchat", "email", "webchat"] as const;
    const { nodes, links } = flowOf([{ channels: [...path], conversations: 1 }]);
    expect([nodes.length, links.length]).toEqual([4, 3]);
  });
});

describe("a measured time", () => {
  it.each([
    [0, "0s"],
    [400, "0s"],
    [1_600, "2s"],
    [59_600, "1m"],
    [61_000, "1m 1s"],
    [3_599_900, "1h"],
    [3_600_000 + 5 * 60_000 + 20_000, "1h 5m"],
    [86_400_000 * 3 - 1, "3d"],
    [86_400_000 * 9 + 7_200_000, "9d 2h"],
  ])("of %d ms is told in its two largest units: %s", (ms, text) => {
    expect(roughDuration(ms, "en")).toBe(text);
  });
});
