import type { FrameLocator, Page } from "@playwright/test";
import { barriers } from "../../people/barriers";
import { expectNoSidewaysScroll, expectTouchTargets, PHONE } from "../../people/phone";
import { picture } from "../../rapport/files";
import { expect, test } from "../../rapport/test";

/** The picker's field, once the list is there. */
async function openPicker(within: Page | FrameLocator) {
  await within.getByRole("button", { name: "Emoji", exact: true }).click();
  await expect(within.getByRole("option").first()).toBeVisible();
  const field = within.getByRole("combobox", { name: "Search emoji" });
  await expect(field).toBeFocused();
  return field;
}

test("both sides find an emoji by name, by keyboard and by hand", async ({ bela, newTalk }) => {
  const vera = await newTalk("The strap broke");

  await test.step("the customer, by keyboard alone", async () => {
    await vera.composer.fill("Thanks !");
    await vera.composer.press("ArrowLeft");
    const field = await openPicker(vera.frame);
    await field.fill("thumbs up");
    await expect(vera.frame.getByRole("option", { name: "thumbs up" })).toHaveAttribute(
      "aria-selected",
      "true",
    );
    await field.press("Enter");
    await field.press("Escape");
    await expect(field).toBeHidden();
    await expect(vera.composer).toBeFocused();
    await expect(vera.composer).toHaveValue(/^Thanks \u{1f44d}\ufe0f?!$/u);
    await vera.composer.press("Enter");
    await expect(bela.log).toContainText("\u{1f44d}");
  });

  await test.step("what was used lately comes first", async () => {
    const field = await openPicker(vera.frame);
    await expect(vera.frame.getByRole("group", { name: "Used lately" }).getByRole("option")).toHaveCount(1);
    await field.press("ArrowRight");
    await expect(vera.frame.getByRole("option", { name: "grinning face", exact: true })).toHaveAttribute(
      "aria-selected",
      "true",
    );
    await field.fill("no such thing");
    await expect(vera.frame.getByText("No emoji by this name")).toBeVisible();
    await field.press("Escape");
  });

  await test.step("the agent, by hand", async () => {
    await bela.composer.fill("Gladly ");
    await openPicker(bela.page);
    await bela.page.getByRole("option", { name: "fire", exact: true }).click();
    await bela.page.getByRole("combobox", { name: "Search emoji" }).press("Escape");
    await expect(bela.composer).toHaveValue("Gladly \u{1f525}");
    await bela.send();
    await expect(vera.log).toContainText("Gladly \u{1f525}");
  });
});

test("everybody can use the picker", async ({ organisation, newVisitor, newAgent }) => {
  const options = { reducedMotion: "reduce", bypassCSP: true } as const;
  const vera = await newVisitor({ ...options, ...PHONE });
  await vera.launcher.tap();
  await vera.frame.getByRole("button", { name: /^Chat\b/ }).tap();
  await vera.say("The strap broke");
  // All of them would be looked at one by one.
  await (await openPicker(vera.frame)).fill("smile");
  await expect(vera.frame.getByRole("button", { name: "Take a picture" })).toBeVisible();
  await expectNoSidewaysScroll(vera.page);
  await expectTouchTargets(vera.frame);
  expect(await barriers(vera.page)).toEqual([]);

  await organisation.agent({ name: "Bela Baker" });
  const bela = await newAgent("Bela Baker", options);
  await bela.goOnline();
  await bela.page.keyboard.press("Escape");
  await bela.accept();
  await (await openPicker(bela.page)).fill("smile");
  expect(await barriers(bela.page)).toEqual([]);
});

test("a phone takes a picture and attaches it", async ({ newVisitor }) => {
  const vera = await newVisitor(PHONE);
  await vera.launcher.tap();
  await vera.frame.getByRole("button", { name: /^Chat\b/ }).tap();
  const chooser = vera.page.waitForEvent("filechooser");
  await vera.frame.getByRole("button", { name: "Take a picture" }).tap();
  const input = (await chooser).element();
  expect(await input.getAttribute("capture")).toBe("environment");
  await (await chooser).setFiles(picture("strap.png"));
  await expect(vera.frame.getByRole("list", { name: "Attached files" })).toContainText("strap.png");
});
