const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** A size as the reader writes it: "1.2 MB". */
export function bytesText(bytes: number, locale: string): string {
  let size = bytes;
  let place = 0;
  while (size >= 1024 && place < UNITS.length - 1) {
    size /= 1024;
    place += 1;
  }
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: UNITS[place],
    unitDisplay: place === 0 ? "long" : "short",
    maximumFractionDigits: size < 10 && place > 1 ? 1 : 0,
  }).format(size);
}
