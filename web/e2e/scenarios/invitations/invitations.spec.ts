import type { Page } from "@playwright/test";
import { SettingsPage } from "../../people/administrator";
import { emailOf, PASSWORD } from "../../rapport/organisation";
import { expect, test } from "../../rapport/test";

const row = (page: Page, name: string) => page.getByRole("row", { name: new RegExp(name) });

/** The link that is shown once in the open drawer. */
async function linkIn({ drawer }: SettingsPage, origin: string): Promise<string> {
  const text = await drawer.getByText("/welcome#").innerText();
  return text.trim().replace(/^https?:\/\/[^/]+/, origin);
}

test("somebody is invited by a link, and joins with a password of their own", async ({
  newAgent,
  newContext,
  server,
}) => {
  const ada = await newAgent("Ada First");
  const agents = new SettingsPage(ada.page, "Agents");
  await agents.visit();
  await agents.openNew("Invite agent");
  await agents.field("Name").fill("Nora New");
  await agents.field("E-mail").fill(emailOf("Nora New"));
  await agents.drawer.getByRole("button", { name: "Invite agent" }).click();
  const first = await linkIn(agents, server.url);
  await agents.drawer.getByRole("button", { name: "Close" }).click();
  await expect(row(ada.page, "Nora New")).toContainText("Invited");

  await test.step("a new link takes the place of the first, which is shown no more", async () => {
    await agents.open("Nora New");
    await expect(agents.drawer.getByText("/welcome#")).toBeHidden();
    await agents.drawer.getByRole("button", { name: "New link" }).click();
    await expect(agents.drawer.getByText("/welcome#")).toBeVisible();
    const page = await (await newContext()).newPage();
    await page.goto(first);
    await expect(page.getByRole("heading", { name: "This link does not work any more" })).toBeVisible();
  });

  await test.step("of two tabs one gets in", async () => {
    const link = await linkIn(agents, server.url);
    const context = await newContext();
    const pages = [await context.newPage(), await context.newPage()];
    for (const page of pages) {
      await page.goto(link);
      await expect(page.getByRole("heading", { name: "Welcome, Nora New" })).toBeVisible();
    }
    const [one, other] = pages as [Page, Page];
    await one.getByRole("textbox", { name: "Password", exact: true }).fill("short");
    await one.getByRole("button", { name: "Set password and enter" }).click();
    await expect(one.getByText("must be 10 to 200 characters long")).toBeVisible();
    await one.getByRole("textbox", { name: "Password", exact: true }).fill(PASSWORD);
    await one.getByRole("button", { name: "Set password and enter" }).click();
    await expect(one.getByRole("complementary", { name: "Inbox" })).toBeVisible();
    expect(one.url()).not.toContain("#");
    await other.getByRole("textbox", { name: "Password", exact: true }).fill("another password");
    await other.getByRole("button", { name: "Set password and enter" }).click();
    await expect(other.getByRole("heading", { name: "This link does not work any more" })).toBeVisible();
  });

  await test.step("she is one of us, and signs in with her password", async () => {
    await agents.drawer.getByRole("button", { name: "Close" }).click();
    await ada.page.reload();
    await expect(row(ada.page, "Nora New")).toContainText("Joined");
    await newAgent("Nora New");
  });
});

test("whoever forgot their password is given a link; one that is revoked is of no use", async ({
  organisation,
  newAgent,
  newContext,
  server,
}) => {
  await organisation.agent({ name: "Bela Baker" });
  const bela = await newAgent("Bela Baker");
  const ada = await newAgent("Ada First");
  const agents = new SettingsPage(ada.page, "Agents");
  await agents.visit();
  await agents.open("Bela Baker");
  await agents.drawer.getByRole("button", { name: "Password reset link" }).click();
  const revoked = await linkIn(agents, server.url);
  await agents.drawer.getByRole("button", { name: "Revoke link" }).click();
  await agents.drawer.getByRole("button", { name: "Password reset link" }).click();
  const link = await linkIn(agents, server.url);
  const page = await (await newContext()).newPage();
  await page.goto(revoked);
  await expect(page.getByRole("heading", { name: "This link does not work any more" })).toBeVisible();
  const second = await (await newContext()).newPage();
  await second.goto(link);
  await second.getByRole("textbox", { name: "Password", exact: true }).fill("a newer password");
  await second.getByRole("button", { name: "Set password and enter" }).click();
  await expect(second.getByRole("complementary", { name: "Inbox" })).toBeVisible();
  await bela.page.reload();
  await expect(bela.page.getByRole("button", { name: "Sign in" })).toBeVisible();
});
