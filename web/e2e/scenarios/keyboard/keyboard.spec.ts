import type { Page } from "@playwright/test";
import { emailOf, PASSWORD } from "../../rapport/organisation";
import { expect, test } from "../../rapport/test";

/** More presses of Tab than any page here has stops. */
const STOPS_MAX = 60;

/** Presses Tab until what is focused has this name. */
async function tabTo(page: Page, name: string): Promise<void> {
  const target = page.getByRole("button", { name, exact: true });
  for (let stop = 0; stop < STOPS_MAX; stop++) {
    await page.keyboard.press("Tab");
    if (await target.evaluateAll((found) => found.some((one) => one === document.activeElement))) return;
  }
  throw new Error(`Tab does not lead to “${name}”`);
}

test("an agent works by keyboard only, from sign-in to resolved", async ({
  organisation,
  newContext,
  newVisitor,
  server,
}) => {
  await organisation.disposition("Strap replaced");
  await organisation.agent({ name: "Bela Baker" });
  const page = await (await newContext()).newPage();
  const { keyboard } = page;
  const log = page.getByRole("log", { name: "Messages" });

  await test.step("signs in", async () => {
    await page.goto(`${server.url}/`);
    await expect(page.getByRole("textbox", { name: "E-mail" })).toBeFocused();
    await keyboard.type(emailOf("Bela Baker"));
    await keyboard.press("Tab");
    await keyboard.type(PASSWORD);
    await keyboard.press("Enter");
    await expect(page.getByRole("complementary", { name: "Inbox" })).toBeVisible();
  });

  await test.step("goes online from the palette", async () => {
    await keyboard.press("Control+k");
    await expect(page.getByRole("dialog")).toBeVisible();
    await keyboard.type("Go online");
    await expect(page.getByRole("option", { name: /Go online/ })).toBeVisible();
    await keyboard.press("Enter");
    await expect(page.getByRole("button", { name: /^Bela Baker: Online/ })).toBeVisible();
  });

  const vera = await newVisitor();
  await test.step("the customer writes, by keyboard too", async () => {
    const customer = vera.page.keyboard;
    await customer.press("Tab");
    await expect(vera.launcher).toBeFocused();
    await customer.press("Enter");
    await expect(vera.frame.getByRole("heading", { name: "How can we help?" })).toBeFocused();
    await customer.press("Tab");
    await customer.press("Enter");
    await expect(vera.composer).toBeFocused();
    await customer.type("The strap broke");
    await customer.press("Enter");
    await vera.sees("The strap broke");
  });

  await test.step("accepts, replies, notes", async () => {
    await expect(page.getByRole("region", { name: "Offered to you" })).toBeVisible();
    await tabTo(page, "Accept");
    await keyboard.press("Enter");
    await expect(log).toContainText("The strap broke");
    await keyboard.press("r");
    await expect(page.getByRole("textbox", { name: "Reply" })).toBeFocused();
    await keyboard.type("We send a new one");
    await keyboard.press("Control+Enter");
    await vera.sees("The strap broke", "We send a new one");
    await keyboard.press("Escape");
    await keyboard.press("n");
    await expect(page.getByRole("textbox", { name: "Note" })).toBeFocused();
    await keyboard.type("Ask the workshop");
    await keyboard.press("Control+Enter");
    await expect(log).toContainText("Ask the workshop");
    await keyboard.press("Escape");
  });

  await test.step("looks at the keys, and does not transfer after all", async () => {
    await keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    await keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
    await keyboard.press("t");
    await expect(page.getByRole("dialog", { name: "Transfer conversation" })).toBeVisible();
    // The first closes the list of queues, the second the dialog.
    await keyboard.press("Escape");
    if (await page.getByRole("dialog").isVisible()) await keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
  });

  await test.step("finds what can be done with the conversation in the palette", async () => {
    await keyboard.press("Control+k");
    await expect(page.getByRole("option", { name: /Resolve/ })).toBeVisible();
    await keyboard.type("snooze");
    await keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Snooze until" });
    await expect(dialog.getByRole("button", { name: /^In an hour/ })).toBeFocused();
    await keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  });

  await test.step("resolves and wraps up", async () => {
    await keyboard.press("e");
    await expect(page.getByRole("form", { name: "Wrap up" })).toBeVisible();
    await tabTo(page, "Done");
    await keyboard.press("Enter");
    await expect(page.getByRole("form", { name: "Wrap up" })).toBeHidden();
    await expect(page.getByRole("button", { name: "Reopen" })).toBeVisible();
    await expect(vera.log).toContainText("This conversation is finished");
    await expect(vera.log).not.toContainText("workshop");
  });

  await test.step("goes elsewhere with two keys", async () => {
    await keyboard.press("g");
    await keyboard.press("c");
    await expect(page.getByRole("heading", { name: "Contacts" })).toBeVisible();
  });
});
