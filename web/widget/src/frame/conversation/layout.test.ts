import { describe, expect, it } from "vitest";
import { fromAgent, fromVisitor } from "../connection/testing";
import type { VisitorEntry } from "../connection/wire";
import { type Item, layOut } from "./layout";

const at = (entry: VisitorEntry, time: string): VisitorEntry => ({ ...entry, at: time });
const pending = (id: string, time: string) => ({ client_id: id, text: id, at: time, refusal: null });

/** One line per item, short enough to read a whole conversation at a glance. */
function shape(items: Item[]): string[] {
  return items.map((item) => {
    if (item.kind === "day") return "day";
    if (item.kind === "notice") return `notice ${item.entry.event?.type}`;
    return `${item.author.kind} ${item.said.map((said) => said.key).join(" ")}`;
  });
}

describe("layOut", () => {
  it("groups one author's messages and parts them by time, author, name and notice", () => {
    const notice = fromAgent(7, {
      kind: "event",
      event: { type: "transferred" },
      at: "2026-11-21T10:09:30Z",
    });
    const entries = [
      at(fromVisitor(1, "a"), "2026-11-21T10:00:00Z"),
      at(fromVisitor(2, "b"), "2026-11-21T10:04:00Z"),
      at(fromAgent(3), "2026-11-21T10:04:10Z"),
      at(fromAgent(4), "2026-11-21T10:09:00Z"),
      at(fromAgent(5, { author: { kind: "agent", name: "Bo" } }), "2026-11-21T10:09:10Z"),
      at(fromVisitor(6, "c"), "2026-11-21T10:09:20Z"),
      notice,
      at(fromVisitor(8, "d"), "2026-11-21T10:09:40Z"),
      at(fromVisitor(9, "e"), "2026-11-21T10:20:00Z"),
    ];
    expect(shape(layOut(entries, []))).toEqual([
      "day",
      "contact a b",
      "agent entry_3 entry_4",
      "agent entry_5",
      "contact c",
      "notice transferred",
      "contact d",
      "contact e",
    ]);
  });

  it("divides days and puts the unsent last, whatever the visitor's clock says", () => {
    const entries = [at(fromAgent(1), "2026-11-19T12:00:00Z"), at(fromAgent(2), "2026-11-21T12:00:00Z")];
    const items = layOut(entries, [pending("late", "2026-11-18T12:00:00Z")]);
    expect(shape(items)).toEqual(["day", "agent entry_1", "day", "agent entry_2", "contact late"]);
  });

  it("keeps a bubble's key when its message is stored", () => {
    const before = layOut([], [pending("a", "2026-11-21T10:00:00Z")]);
    const after = layOut([fromVisitor(1, "a")], []);
    expect(shape(before)).toEqual(shape(after));
  });

  it("says once that somebody joined, and again after a transfer", () => {
    const event = (seq: number, type: string) =>
      fromAgent(seq, { kind: "event", event: { type, name: type === "agent_joined" ? "Ana" : null } });
    const types = ["agent_joined", "agent_joined", "transferred", "agent_joined"];
    const items = layOut(
      types.map((type, at) => event(at + 1, type)),
      [],
    );
    expect(shape(items)).toEqual(["day", "notice agent_joined", "notice transferred", "notice agent_joined"]);
  });

  it("leaves out events that mean nothing to a visitor", () => {
    const strange = fromAgent(1, { kind: "event", event: { type: "interaction.offered" } });
    expect(layOut([strange], [])).toEqual([]);
  });
});
