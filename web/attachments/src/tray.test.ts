import { describe, expect, it } from "vitest";
import { failureOf, precheck } from "./failure";
import { changed, isBusy, type Tray, type TrayItem, uploaded } from "./tray";

const attachment = {
  id: "attachment_1",
  name: "a.png",
  content_type: "image/png",
  size_bytes: 3,
  width: 1,
  height: 1,
};
const item = (key: string, state: TrayItem["state"]): TrayItem => ({ key, name: key, state });

describe("the files of the next message", () => {
  it("go up, and leave with the message; what failed stays", () => {
    let tray: Tray = [];
    tray = changed(tray, {
      kind: "add",
      items: [item("a", { kind: "uploading", share: 0 }), item("b", { kind: "uploading", share: 0 })],
    });
    expect(isBusy(tray)).toBe(true);
    tray = changed(tray, { kind: "state", key: "a", state: { kind: "done", attachment } });
    tray = changed(tray, { kind: "state", key: "b", state: { kind: "failed", failure: "offline" } });
    expect(isBusy(tray)).toBe(false);
    expect(uploaded(tray)).toEqual([attachment]);
    tray = changed(tray, { kind: "sent" });
    expect(tray.map(({ key }) => key)).toEqual(["b"]);
    expect(changed(tray, { kind: "remove", key: "b" })).toEqual([]);
  });
});

describe("what is told before anything is sent", () => {
  const limits = { bytes_max: 4, per_message_max: 10, refused_endings: ["exe"] };
  it.each([
    ["a.txt", "text", null],
    ["a.txt", "longer", "too_large"],
    ["a.txt", "", "empty"],
    ["a.pdf.EXE", "text", "refused"],
    ["exe", "text", null],
    [".exe", "text", null],
  ])("%s holding %o: %o", (name, content, failure) => {
    expect(precheck(new File([content], name), limits)).toBe(failure);
  });

  it("has a reason for every answer", () => {
    expect([0, 413, 415, 429, 507, 400].map(failureOf)).toEqual([
      "offline",
      "too_large",
      "refused",
      "busy",
      "failed",
      "failed",
    ]);
  });
});
