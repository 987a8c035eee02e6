import { describe, expect, it } from "vitest";
import { BRIDGE_VERSION, sealed, type ToPage, unsealed } from "./messages";

describe("messages between page and frame", () => {
  it("arrive as they were sent", () => {
    const message: ToPage = { type: "unread", count: 3 };
    expect(unsealed<ToPage>(structuredClone(sealed(message)))).toMatchObject(message);
  });

  it("of other programs and other versions are not believed", () => {
    const strangers = [null, undefined, 7, "close", {}, { type: "close" }, { rapport: BRIDGE_VERSION }];
    const others = [
      { rapport: BRIDGE_VERSION + 1, type: "close" },
      { rapport: "1", type: "close" },
    ];
    for (const data of [...strangers, ...others]) expect(unsealed<ToPage>(data)).toBeNull();
  });
});
