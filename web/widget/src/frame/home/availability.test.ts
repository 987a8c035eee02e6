import { describe, expect, it } from "vitest";
import type { Inbox } from "../inbox";
import { frameReader, speech } from "../words/words";
import { availabilityText } from "./availability";

const NOW = new Date("2026-11-21T15:00:00");

function text(change: Partial<Inbox>, language = "en-GB"): string {
  const inbox: Inbox = {
    brand: { name: "Shop", colour: "#2f5d50" },
    greeting: "",
    open: true,
    next_opening_at: null,
    agents_online: true,
    attachments: { bytes_max: 1, per_message_max: 1, refused_endings: [] },
    ...change,
  };
  return availabilityText(inbox, speech(frameReader([language])), NOW);
}

describe("availability", () => {
  it("says whether somebody is there", () => {
    expect(text({})).toBe("We are here now");
    expect(text({ agents_online: false })).toMatch(/^Nobody is free/);
  });

  it("says when it opens again, in the reader's own way", () => {
    const closed = { open: false, next_opening_at: "2026-11-21T17:30:00" };
    expect(text(closed)).toBe("We are closed now. Back 17:30");
    expect(text(closed, "zh")).toBe("现在不在营业时间，17:30恢复服务");
    expect(text({ open: false })).toBe("We are closed now");
  });
});
