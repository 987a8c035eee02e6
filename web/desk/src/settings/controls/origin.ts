/** An address as people paste it, cut down to the origin that the server compares. */
export function originOf(typed: string): string {
  const text = typed.trim();
  const withScheme = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  return URL.canParse(withScheme) ? new URL(withScheme).origin : text;
}
