import type { PrimitiveType } from "react-intl";

/** Letters of scripts that run from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

/** Keeps a name or a quotation that runs the other way, or pretends to, from turning the sentence around it. */
export function isolated<V extends Record<string, PrimitiveType> | undefined>(values: V): V {
  if (!values) return values;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? alone(value) : value]),
  ) as V;
}

function alone(value: string): string {
  const bare = value.replace(BIDI_CONTROLS, "");
  return RIGHT_TO_LEFT.test(bare) ? FIRST_STRONG_ISOLATE + bare + POP_ISOLATE : bare;
}
