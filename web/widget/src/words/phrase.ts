/**
 * Just enough of a message formatter: `{name}` is replaced, and a message may have the plural forms
 * that its language needs. Messages are whole sentences; nothing is put together from pieces.
 */
export type Message = string | Partial<Record<Intl.LDMLPluralRule, string>>;

export type Params = Record<string, string | number>;

/** `count` in `params` chooses among plural forms; numbers are written as the locale writes them. */
export function phrase(message: Message, locale: string, params: Params = {}): string {
  const form = typeof message === "string" ? message : plural(message, locale, Number(params.count));
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? value.toLocaleString(locale) : isolated(value);
  });
}

const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A name written from right to left must not turn the sentence around it, nor one that pretends to be. */
function isolated(value: string): string {
  const bare = value.replace(BIDI_CONTROLS, "");
  return RIGHT_TO_LEFT.test(bare) ? `\u2068${bare}\u2069` : bare;
}

function plural(forms: Exclude<Message, string>, locale: string, count: number): string {
  return forms[new Intl.PluralRules(locale).select(count)] ?? forms.other ?? "";
}

/** A language that there are messages for, and the reader's own variant of it for dates and numbers. */
export interface Reader<Language extends string> {
  language: Language;
  locale: string;
}

/** The first of the reader's languages that we speak, else the first that we speak. */
export function chooseLanguage<Language extends string>(
  spoken: readonly [Language, ...Language[]],
  wanted: readonly string[],
): Reader<Language> {
  for (const locale of wanted) {
    const language = spoken.find((one) => one === locale.toLowerCase().split("-")[0]);
    if (language) return { language, locale };
  }
  return { language: spoken[0], locale: spoken[0] };
}
