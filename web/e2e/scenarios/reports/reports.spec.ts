import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { SettingsPage } from "../../people/administrator";
import { barriers } from "../../people/barriers";
import { expect, test } from "../../rapport/test";

const section = (page: Page, name: string) => page.getByRole("region", { name });

test("a supervisor sees what happened, and the conversations behind it", async ({
  organisation,
  bela,
  newTalk,
  newAgent,
}) => {
  await organisation.agent({ name: "Sue Visor", role: "supervisor" });
  const visitor = await newTalk("My order is 4711");
  await bela.reply("It is on its way");
  await visitor.sees("My order is 4711", "It is on its way");
  const sue = await newAgent("Sue Visor", { reducedMotion: "reduce", bypassCSP: true });
  const { page } = sue;
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await expect(page.getByRole("heading", { name: "Reports" })).toBeVisible();

  await test.step("what was counted", async () => {
    const volume = section(page, "Volume").getByRole("table", { name: "Volume" });
    await expect(volume.getByRole("row", { name: /^Chat/ })).toHaveText(/^Chat1111$/);
    const replies = section(page, "Reply times").getByRole("table");
    await expect(replies.getByRole("row", { name: /^Chat/ }).getByRole("link")).toHaveText(["1", "1"]);
    await expect(section(page, "Channel paths")).toContainText("0 of 1");
    await expect(section(page, "Repeated questions")).toContainText("Repeated-question rate0%");
    await expect(section(page, "Costs")).toContainText("Nothing costs anything yet");
  });

  await test.step("the period stands in the address", async () => {
    await page.getByText("Today", { exact: true }).click();
    await expect(page).toHaveURL(/\?days=1$/);
    await page.reload();
    await expect(page.getByRole("radio", { name: "Today" })).toBeChecked();
    await expect(section(page, "Volume").getByRole("row", { name: /^Chat/ })).toHaveText(/^Chat1111$/);
  });

  await test.step("a file for spreadsheets", async () => {
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Reply times: file for spreadsheets (CSV)" }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/replies.*\.csv$/);
    const [head, row] = readFileSync(await file.path(), "utf8").split("\r\n");
    expect(head).toContain("channel,first_answers");
    expect(row).toMatch(/^webchat,1,/);
  });

  await test.step("nobody is kept out by how it is made", async () => {
    expect(await barriers(page)).toEqual([]);
  });

  await test.step("the conversations behind a figure", async () => {
    await page.getByRole("link", { name: "First answers, Chat: 1. Show the conversations" }).click();
    await expect(page.getByRole("heading", { name: "Waits for the first answer" })).toBeVisible();
    await expect(page.getByRole("status").filter({ hasText: "1 conversation" })).toBeVisible();
    const rows = page.getByRole("main").getByRole("listitem");
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText("Waited");
    expect(await barriers(page)).toEqual([]);
    await rows.getByRole("link").click();
    await sue.sees("My order is 4711", "It is on its way");
    await page.goBack();
    await page.getByRole("link", { name: "All reports" }).click();
    await expect(page.getByRole("radio", { name: "Today" })).toBeChecked();
  });
});

test("what a message costs is set for its inbox, and shows in the report", async ({
  organisation,
  bela,
  newTalk,
  newAgent,
}) => {
  await organisation.agent({ name: "Olga Owner", role: "administrator" });
  const visitor = await newTalk("Where is my parcel?");
  await bela.reply("At your neighbour's");
  await visitor.sees("Where is my parcel?", "At your neighbour's");
  const { page } = await newAgent("Olga Owner");
  const inboxes = new SettingsPage(page, "Inboxes");
  await inboxes.visit();
  await inboxes.open(organisation.inbox.name as string);
  await inboxes.field("Cost of a message to a contact").fill("0.075");
  await inboxes.save();
  await page.reload();
  await inboxes.open(organisation.inbox.name as string);
  await expect(inboxes.field("Cost of a message to a contact")).toHaveValue("0.075");
  await page.getByRole("button", { name: "Close" }).click();

  await page.getByRole("link", { name: "Reports" }).click();
  const costs = section(page, "Costs");
  await expect(costs.getByRole("row", { name: /^Chat/ })).toContainText("€0.075");
  await expect(costs.getByText("Nothing costs anything yet")).toBeHidden();
  await costs.getByText("Contact", { exact: true }).click();
  await costs.getByRole("link", { name: /^Costs, .*: 1\. Show the conversations$/ }).click();
  await expect(page.getByRole("main").getByRole("listitem")).toContainText("€0.075");
});

test("who may not read reports finds no way to them", async ({ bela }) => {
  await expect(bela.page.getByRole("navigation", { name: "Main" })).toBeVisible();
  await expect(bela.page.getByRole("link", { name: "Reports" })).toHaveCount(0);
});
