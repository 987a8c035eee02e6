import { expect, type Page } from "@playwright/test";
import { SettingsPage } from "../people/administrator";
import { test } from "../rapport/test";
import { shoot } from "./camera";

/** To the end of what an open drawer holds. */
async function scrollDown(page: Page): Promise<void> {
  await page.getByRole("dialog").getByRole("button").last().scrollIntoViewIfNeeded();
}

test("what an administrator connects, and whom they let in", async ({
  organisation,
  newAgent,
  newVisitor,
  receiver,
}) => {
  const { page } = await newAgent("Ada First");

  const webhooks = new SettingsPage(page, "Webhooks");
  await webhooks.visit();
  await webhooks.openNew("New webhook");
  await webhooks.field("Name").fill("Warehouse");
  await webhooks.field("Address").fill(receiver.url);
  await shoot(page, "webhook-new");
  await webhooks.save("New webhook");
  receiver.refuseOnce();
  const visitor = await newVisitor();
  await visitor.open();
  await visitor.say("Where is my order?");
  await receiver.got(1);
  await webhooks.open("Warehouse");
  const deliveries = webhooks.drawer.getByRole("region", { name: "Deliveries" });
  await expect(deliveries.getByRole("listitem").first()).toBeVisible();
  await shoot(page, "webhook");
  await scrollDown(page);
  await shoot(page, "webhook-end");
  await page.keyboard.press("Escape");

  const inboxes = new SettingsPage(page, "Inboxes");
  await inboxes.visit();
  await inboxes.openNew("New inbox");
  await inboxes.field("Name").fill("App");
  await inboxes.choose("Channel", "Custom");
  await inboxes.choose("Brand", "Bags & Straps");
  await inboxes.choose("Queue", organisation.queue.name);
  await inboxes.field("Address of your system").fill(receiver.url);
  await inboxes.save("New inbox");
  await inboxes.open("App");
  await expect(inboxes.drawer.getByText(/^POST http/)).toBeVisible();
  await shoot(page, "custom-inbox");
  await page.keyboard.press("Escape");

  const agents = new SettingsPage(page, "Agents");
  await agents.visit();
  await agents.openNew("Invite agent");
  await agents.field("Name").fill("Nora New");
  await agents.field("E-mail").fill("nora@example.com");
  await shoot(page, "invite");
  await agents.drawer.getByRole("button", { name: "Invite agent" }).click();
  await expect(agents.drawer.getByText("/welcome#")).toBeVisible();
  await shoot(page, "invited");
  await page.keyboard.press("Escape");

  const roles = new SettingsPage(page, "Roles");
  await roles.visit();
  await roles.openNew("New role");
  await roles.field("Name").fill("Quality");
  await shoot(page, "role-new");
  await roles.save("New role");
  await shoot(page, "roles");

  const tokens = new SettingsPage(page, "API tokens");
  await tokens.visit();
  await page.getByRole("button", { name: "New token" }).first().click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "token-new");
});
