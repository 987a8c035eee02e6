import { barriers } from "../../people/barriers";
import { expectNoSidewaysScroll, expectTouchTargets, PHONE } from "../../people/phone";
import { expect, test } from "../../rapport/test";

test("nobody is there: the chat says so, and who comes finds the message", async ({
  organisation,
  newVisitor,
  newAgent,
}) => {
  await organisation.agent({ name: "Bela Baker" });
  const vera = await newVisitor();
  await vera.open();
  await expect(vera.frame.getByText(/^Nobody is free right now/)).toBeVisible();
  await vera.say("The strap broke");
  await expect(vera.waiting).toContainText("answered as soon as somebody is back");

  await test.step("she would rather not be reached elsewhere, and is not asked again", async () => {
    await vera.frame.getByRole("button", { name: "No, thanks" }).click();
    await vera.page.reload();
    await expect(vera.waiting).toBeVisible();
    await expect(vera.frame.getByRole("button", { name: "No, thanks" })).toBeHidden();
  });

  await test.step("somebody comes", async () => {
    const bela = await newAgent("Bela Baker");
    await bela.goOnline();
    await expect(bela.offers).toContainText("The strap broke");
    await expect(vera.waiting).toContainText("You are next");
    await bela.accept();
    await expect(vera.log).toContainText("Bela Baker joined the conversation");
  });
});

test("everybody can leave an address, also on a phone", async ({ newVisitor }) => {
  const vera = await newVisitor({ ...PHONE, reducedMotion: "reduce", bypassCSP: true });
  await vera.launcher.tap();
  await vera.frame.getByRole("button", { name: /^Chat\b/ }).tap();
  await vera.say("The strap broke");
  const field = vera.frame.getByRole("textbox", { name: "Where can we reach you if you have left?" });
  await field.fill("vera");
  await field.press("Enter");
  await expect(vera.frame.getByRole("alert")).toBeVisible();
  await expectNoSidewaysScroll(vera.page);
  await expectTouchTargets(vera.frame);
  expect(await barriers(vera.page)).toEqual([]);
});
