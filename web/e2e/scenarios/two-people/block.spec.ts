import { expect, test } from "../../rapport/test";

test("somebody who is blocked can begin nothing more, until they are unblocked", async ({
  bela,
  newTalk,
}) => {
  const vera = await newTalk("You are all fools");
  await bela.sees("You are all fools");

  await test.step("what is under way ends", async () => {
    await bela.page
      .getByRole("complementary", { name: "Customer" })
      .getByRole("link", { name: "Visitor" })
      .click();
    await bela.page.getByRole("button", { name: "Block", exact: true }).click();
    const dialog = bela.page.getByRole("dialog", { name: "Block Visitor?" });
    await dialog.getByLabel("Why").fill("Insults");
    await dialog.getByRole("button", { name: "Block" }).click();
    await expect(dialog).toBeHidden();
    await expect(bela.page.getByTitle(/By Bela Baker, .*: Insults/)).toHaveText("Blocked");
    await expect(vera.log).toContainText("This conversation is finished");
  });

  await test.step("a further word is refused, and reaches nobody", async () => {
    await vera.say("Can you hear me?");
    await expect(vera.log).toContainText("Not sent");
    await expect(bela.offers).toBeHidden();
  });

  await test.step("they stand on the list of who is blocked, and are let in again", async () => {
    await bela.page.getByRole("link", { name: "Contacts" }).click();
    await bela.page.getByRole("button", { name: "Filter", exact: true }).click();
    await bela.page.getByRole("switch", { name: "Blocked only" }).click();
    await bela.page.keyboard.press("Escape");
    await expect(bela.page.getByRole("list", { name: "Active filters" })).toContainText("Blocked only");
    await bela.page
      .getByRole("main")
      .getByRole("link", { name: /Visitor/ })
      .click();
    await bela.page.getByRole("button", { name: "Unblock" }).click();
    await expect(bela.page.getByRole("button", { name: "Block", exact: true })).toBeVisible();
    await vera.log.getByRole("button", { name: "Try again" }).click();
    await vera.sees("Can you hear me?");
    await bela.page.getByRole("link", { name: "Inbox" }).click();
    await expect(bela.offers).toContainText("Can you hear me?");
  });
});
