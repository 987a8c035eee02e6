import { expect, test } from "vitest";
import { isClosed, placesFor } from "./places";

test("a role opens the places whose permission it has, and no others", () => {
  const permissions = ["contacts:read", "directory:read"] as const;
  expect(placesFor(permissions).map(({ to }) => to)).toEqual(["/contacts", "/settings"]);
  expect(isClosed("/inbox/all/cnv_1", permissions)).toBe(true);
  expect(isClosed("/board", permissions)).toBe(true);
  expect(isClosed("/contacts/con_1", permissions)).toBe(false);
  expect(isClosed("/contactsheet", permissions)).toBe(false);
});
