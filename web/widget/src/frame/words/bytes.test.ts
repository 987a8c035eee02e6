import { expect, it } from "vitest";
import { bytesText } from "./bytes";

it.each([
  [1, "en", "1 byte"],
  [999, "en", "999 bytes"],
  [1_536, "en", "2 kB"],
  [1.25 * 1024 * 1024, "en", "1.3 MB"],
  [25 * 1024 * 1024, "en", "25 MB"],
  [25 * 1024 * 1024, "ru", "25 МБ"],
])("%d bytes in %s are %s", (bytes, locale, text) => {
  expect(bytesText(bytes, locale).replace("\u00a0", " ")).toBe(text);
});
