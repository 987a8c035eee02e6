/** The first letters of up to two words; one character where the script has no such letters. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const letters = words.slice(0, 2).map((word) => [...word][0] ?? "");
  const [first = ""] = letters;
  return /\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}/u.test(first)
    ? first
    : letters.join("").toLocaleUpperCase();
}

export function Avatar({ name, brand = false }: { name: string; brand?: boolean }) {
  return (
    <span class={brand ? "avatar avatar-brand" : "avatar"} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
