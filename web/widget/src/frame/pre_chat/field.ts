/** What a visitor is asked before the first message, without a view. */

export type Words = Readonly<Record<string, string>>;

export interface Choice {
  value: string;
  label: Words;
}

/** A field as the server describes it. */
export interface Field {
  key: string;
  kind: "name" | "email" | "phone" | "topic" | "question";
  required: boolean;
  /** By language. */
  label: Words;
  choices?: readonly Choice[];
}

/** By the fields' keys. */
export type Answers = Readonly<Record<string, string>>;

/** What the server knows of the visitor. */
export interface KnownVisitor {
  name: string | null;
  has_email?: boolean;
  has_phone?: boolean;
}

export const NOBODY: KnownVisitor = { name: null, has_email: false, has_phone: false };

/** As the server bounds them. */
export const NAME_CHARACTERS_MAX = 200;
export const ANSWER_CHARACTERS_MAX = 500;

interface Known {
  visitor: KnownVisitor;
  /** What the page says is known. */
  context: Readonly<Record<string, string | null>>;
  /** Keys that this browser has been asked for. */
  before: readonly string[];
}

const isPersonal = (field: Field) => field.kind !== "topic" && field.kind !== "question";

/** The fields that are left to ask: never what is known, nor twice what somebody chose to leave out. */
export function fieldsToAsk(fields: readonly Field[], { visitor, context, before }: Known): Field[] {
  return fields.filter((field) => {
    switch (field.kind) {
      case "name":
        if (visitor.name !== null) return false;
        break;
      case "email":
        if (visitor.has_email) return false;
        break;
      case "phone":
        if (visitor.has_phone) return false;
        break;
      case "topic":
      case "question":
        return typeof context[field.key] !== "string";
    }
    return field.required || !before.includes(field.key);
  });
}

/** Of these fields, those that are asked once of a person and not with every matter. */
export function personalKeys(fields: readonly Field[]): string[] {
  return fields.filter(isPersonal).map((field) => field.key);
}

export type Problem = "form_required" | "form_choose" | "form_email" | "form_phone";

/** What is wrong with an answer; null when the server will take it. */
export function problemOf(field: Field, answer: string): Problem | null {
  const text = answer.trim();
  if (text === "") {
    if (!field.required) return null;
    return field.kind === "topic" ? "form_choose" : "form_required";
  }
  switch (field.kind) {
    case "email":
      return isEmail(text) ? null : "form_email";
    case "phone":
      return isPhone(text) ? null : "form_phone";
    case "topic":
      return field.choices?.some((choice) => choice.value === text) ? null : "form_choose";
    case "name":
    case "question":
      return null;
  }
}

/** In outline: something, `@`, a domain. Whether it exists only a mail can tell. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s]+@[^\s.@][^\s@]*$/.test(text);
}

/** With its country; how it is spaced does not matter. */
export function isPhone(text: string): boolean {
  const bare = text.replace(/[\s\-()./]/g, "").replace(/^00/, "+");
  return /^\+[1-9]\d{6,14}$/.test(bare);
}

/** Only what was asked and answered, trimmed. */
export function given(fields: readonly Field[], answers: Answers): Answers {
  const pairs = fields.map((field) => [field.key, (answers[field.key] ?? "").trim()] as const);
  return Object.fromEntries(pairs.filter(([, answer]) => answer !== ""));
}

/** The words in the first of the reader's languages that they are written in. */
export function wordsFor(words: Words, wanted: readonly string[]): string | null {
  const written = Object.entries(words).map(([tag, text]) => [tag.toLowerCase(), text] as const);
  const primary = (tag: string) => tag.split("-")[0];
  for (const locale of wanted.map((tag) => tag.toLowerCase())) {
    const found =
      written.find(([tag]) => tag === locale) ?? written.find(([tag]) => primary(tag) === primary(locale));
    if (found) return found[1];
  }
  return null;
}
