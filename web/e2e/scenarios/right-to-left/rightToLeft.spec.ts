import type { Locator } from "@playwright/test";
import { expect, test } from "../../rapport/test";

const HEBREW = "שלום, הרצועה של התיק נקרעה";
const ARABIC = "مرحبًا، رقم الطلب 1042 (bag)";
const ENGLISH = "Order 1042 is on its way";

/** Which way the element with these words runs. */
async function directionOf(within: Locator, text: string): Promise<string> {
  return within
    .getByText(text, { exact: true })
    .first()
    .evaluate((element) => getComputedStyle(element).direction);
}

test("each message runs as its writing does, on both sides", async ({ newVisitor, bela }) => {
  const vera = await newVisitor();
  await vera.open();
  await vera.composer.fill(HEBREW);
  expect(await vera.composer.evaluate((field) => getComputedStyle(field).direction)).toBe("rtl");
  await vera.composer.press("Enter");
  await expect(bela.offers).toContainText(HEBREW);
  expect(await directionOf(bela.offers, HEBREW)).toBe("rtl");
  await bela.accept();
  await vera.say(ENGLISH);
  await bela.composer.fill(ARABIC);
  expect(await bela.composer.evaluate((field) => getComputedStyle(field).unicodeBidi)).toBe("plaintext");
  await bela.send();

  for (const log of [bela.log, vera.log]) {
    await expect(log).toContainText(ARABIC);
    expect(await directionOf(log, HEBREW)).toBe("rtl");
    expect(await directionOf(log, ARABIC)).toBe("rtl");
    expect(await directionOf(log, ENGLISH)).toBe("ltr");
  }
  await expect(bela.list.getByRole("link", { name: new RegExp(ARABIC.slice(0, 6)) })).toBeVisible();
  expect(await directionOf(bela.list, ARABIC)).toBe("rtl");
});
