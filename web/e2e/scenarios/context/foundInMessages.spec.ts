import { SettingsPage } from "../../people/administrator";
import { barriers } from "../../people/barriers";
import { expectNoSidewaysScroll, expectTouchTargets, PHONE } from "../../people/phone";
import { expect, test } from "../../rapport/test";

test("what customers write is looked through for facts, which an agent makes sure", async ({
  newAgent,
  newVisitor,
  organisation,
}) => {
  const ada = await newAgent("Ada First", { bypassCSP: true });
  const inboxes = new SettingsPage(ada.page, "Inboxes");

  await test.step("an administrator says what an order number looks like", async () => {
    await inboxes.visit();
    await inboxes.open("Shop");
    await inboxes.drawer.getByRole("button", { name: "Add a pattern" }).click();
    await inboxes.field("Name of the fact").fill("order");
    await inboxes.field("Regular expression").fill("order #([0-9]+");
    await inboxes.drawer.getByRole("button", { name: "Save", exact: true }).click();
    await expect(inboxes.drawer.getByText(/is no regular expression: unclosed group/)).toBeVisible();
    expect(await barriers(ada.page)).toEqual([]);
    await inboxes.field("Regular expression").fill("order #([0-9]+)");
    await inboxes.save();
  });

  await organisation.agent({ name: "Bela Baker" });
  const bela = await newAgent("Bela Baker", { ...PHONE, bypassCSP: true });
  await bela.goOnline();
  const vera = await newVisitor();
  await vera.open();
  await vera.say("My order #1042 has not come");
  await bela.accept();
  await bela.page.getByRole("button", { name: "Customer" }).tap();
  const fact = bela.page
    .getByRole("term")
    .filter({ hasText: "order" })
    .locator("xpath=following-sibling::dd");
  await expect(fact).toContainText("1042");
  await expect(fact).toContainText("found in a message");
  await expectNoSidewaysScroll(bela.page);
  await expectTouchTargets(bela.page);
  expect(await barriers(bela.page)).toEqual([]);
  const confirm = bela.page.getByRole("button", { name: "order is right" });
  await confirm.tap();
  await expect(fact).toContainText("from an agent");
  await expect(confirm).toHaveCount(0);
});
