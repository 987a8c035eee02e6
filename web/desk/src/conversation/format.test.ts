import { describe, expect, it } from "vitest";
import { continued, type Edit, type Field, linked, listed, signed } from "./format";

/** A field in which `|` stands where the selection begins and ends. */
function field(marked: string): Field {
  const from = marked.indexOf("|");
  const to = marked.lastIndexOf("|");
  const text = marked.replaceAll("|", "");
  return { text, from, to: to === from ? from : to - 1 };
}

function edited(marked: string, act: (field: Field) => Edit | null): string | null {
  const { text } = field(marked);
  const edit = act(field(marked));
  if (!edit) return null;
  const now = text.slice(0, edit.from) + edit.insert + text.slice(edit.to);
  const { from, to } = edit.select;
  return from === to
    ? `${now.slice(0, from)}|${now.slice(from)}`
    : `${now.slice(0, from)}|${now.slice(from, to)}|${now.slice(to)}`;
}

describe("signed", () => {
  it("puts a sign around the words and takes it away again", () => {
    expect(edited("Say |this| now", (it) => signed(it, "**"))).toBe("Say **|this|** now");
    expect(edited("Say **|this|** now", (it) => signed(it, "**"))).toBe("Say |this| now");
    expect(edited("Say| this |now", (it) => signed(it, "~~"))).toBe("Say ~~|this|~~ now");
    expect(edited("Say |", (it) => signed(it, "`"))).toBe("Say `|`");
  });

  it("is left by the same key behind what was typed", () => {
    expect(edited("Say **this|**", (it) => signed(it, "**"))).toBe("Say **this**|");
    expect(edited("Say |**this**", (it) => signed(it, "~~"))).toBe("Say ~~|~~**this**");
    expect(edited("**|**", (it) => signed(it, "**"))).toBe("|");
  });

  it("tells one asterisk from two", () => {
    expect(edited("**|a|**", (it) => signed(it, "*"))).toBe("***|a|***");
    expect(edited("***|a|***", (it) => signed(it, "*"))).toBe("**|a|**");
    expect(edited("***|a|***", (it) => signed(it, "**"))).toBe("*|a|*");
    expect(edited("*|a|*", (it) => signed(it, "**"))).toBe("***|a|***");
  });
});

describe("linked", () => {
  it("asks for what is missing", () => {
    expect(edited("the |form| here", linked)).toBe("the [form](|https://|) here");
    expect(edited("|https://a.example/x|", linked)).toBe("[|](https://a.example/x)");
    expect(edited("|", linked)).toBe("[|](https://)");
  });
});

describe("listed", () => {
  it("begins lines, and leaves them again", () => {
    expect(edited("a|", (it) => listed(it, "bullets"))).toBe("• a|");
    expect(edited("x\n|a\nb|", (it) => listed(it, "numbers"))).toBe("x\n|1. a\n2. b|");
    expect(edited("|1. a\n2. b|", (it) => listed(it, "numbers"))).toBe("|a\nb|");
    expect(edited("|1. a\n2. b|", (it) => listed(it, "bullets"))).toBe("|• a\n• b|");
  });
});

describe("continued", () => {
  it("begins the next item", () => {
    expect(edited("• a|", continued)).toBe("• a\n• |");
    expect(edited("  9. a|", continued)).toBe("  9. a\n  10. |");
    expect(edited("- a|b", continued)).toBe("- a\n- |b");
  });

  it("ends the list in an empty item, and is not there elsewhere", () => {
    expect(edited("• a\n• |", continued)).toBe("• a\n|");
    expect(edited("a|", continued)).toBeNull();
    expect(edited("• |a|", continued)).toBeNull();
    expect(edited("1.5 l|", continued)).toBeNull();
  });
});
