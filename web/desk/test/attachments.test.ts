import type { Attachment } from "@rapport/api-client";
import { describe, expect, it } from "vitest";
import { changed, isBusy, type Tray, uploaded } from "~/attachments/tray";
import { failureOf, precheck } from "~/attachments/upload";
import { restored, step } from "~/conversation/outbox";
import { saidIn } from "~/conversation/said";
import { blocksOf } from "~/conversation/timeline";
import { ME, me, message, pending } from "./records";

const photo: Attachment = {
  id: "attachment_1",
  name: "strap.png",
  content_type: "image/png",
  size_bytes: 3,
  width: 1,
  height: 1,
};

const withPhoto = pending({ text: "", attachments: [photo] });

describe("the files of the next message", () => {
  it("go up, and leave with the message; what failed stays", () => {
    let tray: Tray = changed([], {
      kind: "add",
      items: ["a", "b"].map((key) => ({ key, name: key, state: { kind: "uploading", share: 0 } })),
    });
    expect(isBusy(tray)).toBe(true);
    tray = changed(tray, { kind: "state", key: "a", state: { kind: "done", attachment: photo } });
    tray = changed(tray, { kind: "state", key: "b", state: { kind: "failed", failure: "offline" } });
    expect([isBusy(tray), uploaded(tray)]).toEqual([false, [photo]]);
    tray = changed(tray, { kind: "sent" });
    expect(tray.map(({ key }) => key)).toEqual(["b"]);
    expect(changed(tray, { kind: "remove", key: "b" })).toEqual([]);
  });

  it("are refused before anything is sent where that can be told", () => {
    const limits = { bytes_max: 4, per_message_max: 10, refused_endings: ["exe"] };
    const said = (name: string, content: string) => precheck(new File([content], name), limits);
    expect(said("a.txt", "text")).toBeNull();
    expect(said("a.txt", "longer")).toBe("too_large");
    expect(said("a.txt", "")).toBe("empty");
    expect(said("a.pdf.EXE", "text")).toBe("refused");
    expect([0, 413, 415, 429, 507].map(failureOf)).toEqual([
      "offline",
      "too_large",
      "refused",
      "busy",
      "failed",
    ]);
  });
});

describe("a message with files", () => {
  it("takes them along each time it is posted, also after a reload", () => {
    const now = { now_ms: 0, chance: 1 };
    const sent = step({ me: ME, items: [] }, { kind: "written", item: withPhoto }, now);
    const left = restored(JSON.parse(JSON.stringify(sent.state.items)));
    const again = step({ me: null, items: left }, { kind: "signed_in", me: ME }, now);
    const posts = [...sent.post, ...again.post];
    expect(posts.map(({ key, attachments }) => [key, attachments])).toEqual([
      [withPhoto.key, [photo]],
      [withPhoto.key, [photo]],
    ]);
  });

  it("shows them while it is under way and when it is stored", () => {
    const stored = message(1, { text: "", attachments: [photo] });
    const blocks = blocksOf({
      entries: [stored],
      pending: [withPhoto],
      me,
      keyOf: ({ id }) => id,
      dayOf: (at) => at.slice(0, 10),
    });
    const shown = blocks.flatMap((block) => (block.kind === "turn" ? block.items : []));
    expect(shown.map(({ attachments }) => attachments)).toEqual([[photo], [photo]]);
  });

  it("is a line of its words and their names", () => {
    expect(saidIn(message(1, { text: "look", attachments: [photo] }))).toBe("📎 look · strap.png");
    expect(saidIn(message(1, { text: "", attachments: [photo] }))).toBe("📎 strap.png");
    expect(saidIn(message(1, { text: "look" }))).toBe("look");
  });
});
