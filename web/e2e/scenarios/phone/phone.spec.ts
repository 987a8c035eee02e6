import { expectAboveKeyboard, expectNoSidewaysScroll, expectTouchTargets, PHONE } from "../../people/phone";
import { expect, test } from "../../rapport/test";

const LONG = `${"A word that does not end: ".repeat(3)}${"strap".repeat(30)} https://shop.example/${"bags/".repeat(20)}`;

test("a customer and an agent, both on their phones", async ({ organisation, newVisitor, newAgent }) => {
  await organisation.queueNamed("Repairs of bags, straps and everything else that was sewn by hand");
  await organisation.disposition("Strap replaced");
  await organisation.agent({ name: "Bela Baker" });
  const bela = await newAgent("Bela Baker", PHONE);
  const check = async (page = bela.page) => {
    await expectNoSidewaysScroll(page);
    await expectTouchTargets(page);
  };

  await test.step("the agent goes online", async () => {
    await check();
    await bela.goOnline();
    await check();
    await bela.page.keyboard.press("Escape");
  });

  const vera = await newVisitor(PHONE);
  await test.step("the customer opens the chat, which takes the whole screen", async () => {
    await vera.launcher.tap();
    const choice = vera.frame.getByRole("button", { name: /^Chat\b/ });
    await expect(choice).toBeVisible();
    const panel = await vera.page.getByTitle("Chat with us").boundingBox();
    expect(panel).toEqual({ x: 0, y: 0, width: 390, height: 844 });
    await expectNoSidewaysScroll(vera.page);
    await expectTouchTargets(vera.frame);
    await choice.tap();
    await vera.say("The strap broke");
    await vera.say(LONG);
    await expectNoSidewaysScroll(vera.page);
    await expectTouchTargets(vera.frame);
  });

  await test.step("the agent accepts: the conversation has the screen to itself", async () => {
    await expect(bela.offers).toContainText("A word that does not end");
    await check();
    await bela.offers.getByRole("button", { name: "Accept" }).tap();
    await expect(bela.log).toContainText("The strap broke");
    await expect(bela.list).toBeHidden();
    await expect(bela.page.getByRole("navigation", { name: "Main" })).toBeHidden();
    await check();
  });

  await test.step("they write above their keyboards", async () => {
    await bela.composer.fill("Which bag is it?");
    await expectAboveKeyboard(bela.page, bela.composer, bela.log.getByText(LONG));
    await bela.page.getByRole("button", { name: "Send", exact: true }).tap();
    await vera.sees("The strap broke", LONG, "Which bag is it?");
    const asked = vera.log.getByText("Which bag is it?");
    await expectAboveKeyboard(vera.page, vera.composer, asked);
    await expect(vera.waiting).toBeHidden();
    await expectNoSidewaysScroll(vera.page);
    await check();
  });

  await test.step("who the customer is comes over the conversation, and goes again", async () => {
    await bela.conversation.getByRole("button", { name: "Customer" }).tap();
    const panel = bela.page.getByRole("complementary", { name: "Customer" });
    await expect(panel).toBeInViewport({ ratio: 0.9 });
    await check();
    await panel.getByRole("button", { name: "Close" }).tap();
    await expect(panel).toBeHidden();
  });

  await test.step("it could be transferred", async () => {
    await bela.conversation.getByRole("button", { name: "Transfer" }).tap();
    const dialog = bela.page.getByRole("dialog", { name: "Transfer conversation" });
    await dialog.getByRole("combobox", { name: "Queue" }).tap();
    await expect(bela.page.getByRole("option", { name: /^Repairs/ })).toBeVisible();
    await check();
    await bela.page.keyboard.press("Escape");
    await dialog.getByRole("button", { name: "Cancel" }).tap();
    await expect(dialog).toBeHidden();
  });

  await test.step("it is resolved and wrapped up, and the list is back", async () => {
    await bela.resolve();
    await check();
    await bela.finishWrapUp("Strap replaced");
    await check();
    await expect(vera.chat).toContainText("Finished");
    await bela.conversation.getByRole("link", { name: "Back" }).tap();
    await expect(bela.list).toBeVisible();
    await check();
  });

  await test.step("contacts and their history", async () => {
    await bela.page.getByRole("link", { name: "Contacts" }).tap();
    await bela.page.getByRole("main").getByRole("link", { name: "Visitor" }).tap();
    await expect(bela.page.getByText("Which bag is it?").first()).toBeVisible();
    const conversations = bela.page.getByRole("complementary").getByRole("link", { name: /^Chat/ });
    await expect(conversations).toHaveCount(1);
    await check();
  });
});

test("an administrator on a phone", async ({ newAgent }) => {
  const { page } = await newAgent("Ada First", PHONE);
  for (const place of ["Board", "Settings"]) {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: place }).tap();
    await expect(page.getByRole("heading", { name: place, level: 1 })).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectTouchTargets(page);
  }
  for (const title of ["Queues", "Agents", "Opening hours", "Organisation", "API tokens", "Audit log"]) {
    await page.goto(new URL("/settings", page.url()).href);
    await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: title }).tap();
    await expect(page.getByRole("heading", { name: title, level: 1 })).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectTouchTargets(page);
  }
});
