import { transcriptHtml } from "@rapport/transcript";
import { expect, it } from "vitest";
import { fromAgent, fromVisitor } from "../connection/testing";
import { frameReader, speech } from "../words/words";
import { transcriptOf } from "./transcript";

it("holds what the visitor has been shown, in their words and zone", () => {
  const entries = [
    { ...fromVisitor(1, "a"), text: "The strap broke" },
    fromAgent(2, { kind: "event", event: { type: "agent_joined", name: "Ana" }, text: undefined }),
    fromAgent(3, { text: "We send a new one" }),
  ];
  const english = speech(frameReader(["en-GB"]));
  const page = transcriptOf({ entries, truncated: true }, "Bags", english, "Asia/Tokyo", "ltr");
  expect(page.lines.map(({ author, text }) => [author, text])).toEqual([
    ["You", "The strap broke"],
    [null, "Ana joined the conversation"],
    ["Ana", "We send a new one"],
  ]);
  const html = transcriptHtml(page);
  expect(html).toContain("Times are those of Asia/Tokyo");
  expect(html).toContain("Older messages are not in it");
  expect(html).toContain(">19:00<");
});
