import { expect, test } from "vitest";
import { type Requirement, ticked } from "./ticks";

const ALL: Requirement[] = [
  { permission: "conversations:read", requires: ["contacts:read", "directory:read"] },
  { permission: "conversations:write", requires: ["conversations:read", "contacts:read", "directory:read"] },
  { permission: "contacts:read", requires: ["directory:read"] },
  { permission: "directory:read", requires: [] },
];

test("ticking brings what is required", () => {
  expect(ticked([], "conversations:read", true, ALL)).toEqual([
    "conversations:read",
    "contacts:read",
    "directory:read",
  ]);
});

test("unticking takes along what cannot be without it, and nothing else", () => {
  const whole = ALL.map(({ permission }) => permission);
  expect(ticked(whole, "conversations:read", false, ALL)).toEqual(["contacts:read", "directory:read"]);
  expect(ticked(whole, "directory:read", false, ALL)).toEqual([]);
});
