import { SettingsPage } from "../../people/administrator";
import { Visitor } from "../../people/visitor";
import { expect, test } from "../../rapport/test";

test("from the link in the terminal to a customer's first word", async ({
  server,
  hostPage,
  newContext,
  newCable,
}) => {
  const page = await (await newContext()).newPage();
  const heading = (name: string) => page.getByRole("heading", { name });
  const next = () => page.getByRole("button", { name: "Next" }).click();
  await page.goto(server.setupLink ?? "");

  await test.step("the organisation, you, the first web chat", async () => {
    await expect(heading("Your organisation")).toBeVisible();
    await page.getByRole("textbox", { name: "Name of the organisation" }).fill("Bags & Straps");
    await next();
    await expect(heading("You")).toBeVisible();
    await page.getByRole("textbox", { name: "Your name" }).fill("Ada First");
    await page.getByRole("textbox", { name: "E-mail" }).fill("ada@example.com");
    await page.getByRole("textbox", { name: "Password" }).fill("a long password");
    await next();
    await expect(heading("Your first web chat")).toBeVisible();
    await page.getByRole("button", { name: "Finish" }).click();
    await expect(heading("Ready")).toBeVisible();
  });

  const snippet = await page.getByRole("region", { name: "Snippet" }).getByText("<script").innerText();
  await page.getByRole("link", { name: "Open the inbox" }).click();
  await expect(page.getByRole("complementary", { name: "Inbox" })).toBeVisible();
  await expect(page).toHaveURL(/\/inbox\//);

  await test.step("the snippet works on a page of the business", async () => {
    hostPage.paste(snippet);
    const visitor = new Visitor(await (await newContext()).newPage(), await newCable());
    await visitor.visit(hostPage.origin);
    await visitor.open();
    await visitor.say("Hello");
    await visitor.sees("Hello");
    await expect(visitor.log.getByText(/^(Sent|Delivered)$/)).toBeVisible();
    await page.getByRole("link", { name: "Unassigned" }).click();
    await page.getByRole("link", { name: /Hello/ }).click();
    await expect(page.getByRole("log", { name: "Messages" })).toContainText("Hello");
  });

  await test.step("the first steps go on from there, and are gone once they are done", async () => {
    const steps = page.getByRole("region", { name: "First steps" });
    const step = (title: string) => steps.getByRole("listitem").filter({ hasText: title });
    await page.getByRole("link", { name: "Inbox", exact: true }).click();
    await expect(steps).toContainText("3 of 5 done");
    await expect(step("The chat on your pages")).toContainText("Done");

    await step("Opening hours").getByRole("link", { name: "Queues" }).click();
    const queues = new SettingsPage(page, "Queues");
    await queues.open("Support");
    await queues.choose("Opening hours", "Always open");
    await queues.save();

    await page.getByRole("link", { name: "First steps" }).click();
    const main = page.getByRole("main");
    await main.getByRole("link", { name: "Invite agent" }).click();
    const agents = new SettingsPage(page, "Agents");
    await agents.field("Name").fill("Bela Baker");
    await agents.field("E-mail").fill("bela@example.com");
    await agents.field("Password").fill("a long password");
    await agents.save("Invite agent");

    await expect(page.getByRole("link", { name: "First steps" })).toBeHidden();
    await page.getByRole("link", { name: "Inbox", exact: true }).click();
    await expect(page.getByText("No conversation open")).toBeVisible();
    await expect(steps).toBeHidden();
  });

  await test.step("the link works once", async () => {
    const stranger = await (await newContext()).newPage();
    await stranger.goto(server.setupLink ?? "");
    await expect(stranger.getByRole("heading", { name: "Sign in to Rapport" })).toBeVisible();
  });
});
