import { describe, expect, it } from "vitest";
import { escaped, type Transcript, transcriptHtml, transcriptName } from "./html";

const PAGE: Transcript = {
  title: "Bags & Straps",
  remarks: ["Times are in Europe/Berlin"],
  lines: [
    { author: "Vera", at: "2026-01-01T22:30:00Z", text: "<script>alert(1)</script>", side: "contact" },
    { author: "Bela", at: "2026-01-01T23:30:00Z", text: "", files: ['a"><img src=x>.pdf'], side: "business" },
    { author: "Bela", at: "2026-01-02T10:00:00Z", text: "Ask the workshop", side: "note" },
    { author: null, at: "2026-01-02T11:00:00Z", text: "The conversation is finished", side: "event" },
  ],
  locale: "en-GB",
  direction: "ltr",
  timeZone: "Europe/Berlin",
  words: { file: "File", note: "Note" },
};

describe("a transcript", () => {
  const html = transcriptHtml(PAGE);

  it("holds what people wrote as text only", () => {
    expect(html).not.toMatch(/<script|<img/);
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(html).toContain("a&quot;&gt;&lt;img src=x&gt;.pdf");
    expect(html).toContain("Bags &amp; Straps");
  });

  it("keeps marks and links", () => {
    const spans = [{ text: "the <form>", marks: ["bold" as const], href: 'https://a.example/?"<' }];
    const lines = [
      { author: "Bela", at: "2026-01-01T22:30:00Z", text: "the <form>", spans, side: "business" as const },
    ];
    expect(transcriptHtml({ ...PAGE, lines })).toContain(
      '<a href="https://a.example/?&quot;&lt;" rel="noopener noreferrer nofollow"><strong>the &lt;form&gt;</strong></a>',
    );
  });

  it("lets nothing run and fetches nothing", () => {
    expect(html).toContain("default-src &#39;none&#39;");
    expect(html).not.toMatch(/\b(src|href|action)="/);
  });

  it("has its days and times in the zone that it names", () => {
    expect(html).toContain("Times are in Europe/Berlin");
    expect(html).toContain(">23:30<");
    expect(html).toContain(">00:30<");
    expect(html.match(/<h2>/g)).toHaveLength(2);
  });

  it("marks notes as such", () => {
    expect(html).toContain('<article class="note"><header><strong dir="auto">Bela</strong> · Note');
  });
});

it("control characters are shown as what cannot be shown", () => {
  expect(escaped("a\u0000b\u001bc\n\td")).toBe("a\ufffdb\ufffdc\n\td");
});

it("a file's name is one that every system takes", () => {
  const at = new Date("2026-01-02T10:00:00Z");
  expect(transcriptName("Bags & Straps: ../x", at)).toBe("Bags-Straps-x-2026-01-02.html");
  expect(transcriptName("袋子 / 带子", at)).toBe("袋子-带子-2026-01-02.html");
  expect(transcriptName("…", at)).toBe("conversation-2026-01-02.html");
});
