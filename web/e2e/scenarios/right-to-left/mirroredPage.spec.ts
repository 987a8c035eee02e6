import { barriers } from "../../people/barriers";
import { expectNoSidewaysScroll, PHONE } from "../../people/phone";
import { expect, test } from "../../rapport/test";

test("on a page that runs from right to left the chat is mirrored, also on a phone", async ({
  hostPage,
  bela,
  newVisitor,
}) => {
  hostPage.direction = "rtl";
  const options = { reducedMotion: "reduce", bypassCSP: true, locale: "ar" } as const;
  const vera = await newVisitor(options);
  const leftOf = async (it: typeof vera.launcher) => (await it.boundingBox())?.x ?? Number.NaN;
  expect(await leftOf(vera.launcher)).toBeLessThan(100);
  await vera.open();
  await vera.say("مرحبًا، رقم الطلب 1042");
  await bela.accept();
  await bela.reply("وصلت");
  await vera.sees("مرحبًا، رقم الطلب 1042", "وصلت");
  const words = (text: string) => vera.log.getByText(text, { exact: true });
  expect(await leftOf(words("مرحبًا، رقم الطلب 1042")), "their own words stand at the end").toBeLessThan(
    await leftOf(words("وصلت")),
  );
  expect(await barriers(vera.page)).toEqual([]);

  const phone = await newVisitor({ ...PHONE, ...options });
  await phone.open();
  await phone.say("مرحبًا");
  await phone.sees("مرحبًا");
  await expectNoSidewaysScroll(phone.page);
});
