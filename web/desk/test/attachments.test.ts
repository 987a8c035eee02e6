import type { Attachment } from "@rapport/api-client";
import { describe, expect, it } from "vitest";
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
