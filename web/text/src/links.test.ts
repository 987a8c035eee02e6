import { describe, expect, it } from "vitest";
import { pieces } from "./links";

const links = (text: string) => pieces(text).flatMap((piece) => (piece.kind === "link" ? [piece.text] : []));

describe("pieces", () => {
  it("finds web addresses and leaves the sentence its punctuation", () => {
    expect(links("See https://shop.example/a?b=1#c.")).toEqual(["https://shop.example/a?b=1#c"]);
    expect(links("(http://a.example), https://b.example!")).toEqual([
      "http://a.example",
      "https://b.example",
    ]);
    expect(links("https://w.example/Bag_(brand) and")).toEqual(["https://w.example/Bag_(brand)"]);
    expect(links("请看https://a.example/退货。")).toEqual(["https://a.example/退货"]);
  });

  it("never makes a link of anything but http and https", () => {
    for (const text of [
      "javascript:alert(1)",
      "data:text/html,x",
      "file:///etc",
      "http://",
      "mailto:a@b.c",
    ]) {
      expect(links(text), text).toEqual([]);
    }
  });

  it("loses no character", () => {
    for (const text of ["", "plain", "a https://a.example b https://b.example.", "https://a.example"]) {
      expect(
        pieces(text)
          .map((piece) => piece.text)
          .join(""),
      ).toBe(text);
    }
  });
});
