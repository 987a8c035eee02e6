import { expect, it } from "vitest";
import { initials } from "./avatar";

it.each([
  ["Ines Duarte", "ID"],
  ["Harbour & Pine", "HP"],
  ["анна орлова", "АО"],
  ["林小雨", "林"],
  ["  madonna ", "M"],
  ["3 Brothers Bags", "3B"],
  ["&", ""],
])("initials of %s", (name, expected) => {
  expect(initials(name)).toBe(expected);
});
