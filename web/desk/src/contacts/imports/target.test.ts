import { expect, it } from "vitest";
import { keyOf, targetOf } from "./target";

it("a target comes back from its word", () => {
  const targets = [{ kind: "ignore" }, { kind: "email" }, { kind: "field", field_id: "field_1" }] as const;
  for (const target of targets) expect(targetOf(keyOf(target))).toEqual(target);
  expect(new Set(targets.map(keyOf)).size).toBe(targets.length);
});
