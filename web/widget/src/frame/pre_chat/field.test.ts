import { describe, expect, it } from "vitest";
import { type Field, fieldsToAsk, given, isEmail, isPhone, NOBODY, problemOf, wordsFor } from "./field";

function field(kind: Field["kind"], change: Partial<Field> = {}): Field {
  return { key: kind, kind, required: false, label: {}, ...change };
}

const FORM = [
  field("name"),
  field("email", { required: true }),
  field("phone"),
  field("topic", { choices: [{ value: "Returns", label: { zh: "退货" } }] }),
  field("question", { key: "order" }),
];

const keysAsked = (known: Partial<Parameters<typeof fieldsToAsk>[1]>) =>
  fieldsToAsk(FORM, { visitor: NOBODY, context: {}, before: [], ...known }).map(({ key }) => key);

describe("what is asked", () => {
  it("is everything of somebody of whom nothing is known", () => {
    expect(keysAsked({})).toEqual(["name", "email", "phone", "topic", "order"]);
  });

  it("is never what is known", () => {
    const visitor = { name: "Vera", has_email: true, has_phone: true };
    expect(keysAsked({ visitor, context: { order: "1042", topic: null } })).toEqual(["topic"]);
  });

  it("is not again what somebody left out, unless it has to be there", () => {
    expect(keysAsked({ before: ["name", "email", "phone"] })).toEqual(["email", "topic", "order"]);
  });
});

describe("an answer", () => {
  it("may be left out where it need not be there", () => {
    expect(problemOf(field("name"), " ")).toBeNull();
    expect(problemOf(field("name", { required: true }), " ")).toBe("form_required");
    expect(problemOf(field("topic", { required: true }), "")).toBe("form_choose");
    expect(problemOf(FORM[3] as Field, "Weather")).toBe("form_choose");
  });

  it.each([
    ["vera@example.com", true],
    ["Vera.V+shop@mail.example.com", true],
    ["vera", false],
    ["@example.com", false],
    ["vera@.com", false],
    ["vera violet@example.com", false],
  ])("is an e-mail address: %s %s", (text, holds) => expect(isEmail(text)).toBe(holds));

  it.each([
    ["+49 (421) 123-456", true],
    ["0049 421 123456", true],
    ["0421 123456", false],
    ["+0421123456", false],
    ["+49 42", false],
    ["+49 421 CALL", false],
  ])("is a telephone number: %s %s", (text, holds) => expect(isPhone(text)).toBe(holds));

  it("goes on its way trimmed, and only if it was asked for", () => {
    const answers = { name: " Vera ", email: " ", shoes: "41" };
    expect(given(FORM, answers)).toEqual({ name: "Vera" });
  });
});

it("is asked in the reader's language, as far as there are words", () => {
  const words = { "zh-Hans": "退货", de: "Rückgabe" };
  expect(wordsFor(words, ["zh-CN", "en"])).toBe("退货");
  expect(wordsFor(words, ["fr", "de-AT"])).toBe("Rückgabe");
  expect(wordsFor(words, ["en"])).toBeNull();
});
