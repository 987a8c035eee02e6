import { barriers } from "../../people/barriers";
import { expect, test } from "../../rapport/test";

test("the panel says which channel a customer prefers, and what shows it", async ({
  organisation,
  newTalk,
  newAgent,
}) => {
  await newTalk("The strap broke");
  await organisation.agent({ name: "Sue Visor", role: "supervisor" });
  const { page } = await newAgent("Sue Visor", { reducedMotion: "reduce", bypassCSP: true });
  await page.goto(page.url().replace(/\/inbox.*/, "/inbox/all"));
  await page.getByRole("link", { name: /The strap broke/ }).click();
  const panel = page.getByRole("complementary", { name: "Customer" });
  await panel.getByRole("button", { name: "No channel is clearly preferred" }).click();
  const evidence = page.getByRole("dialog", { name: "Channel preference" });
  await expect(evidence.getByRole("row", { name: /Chat/ })).toContainText("11–");
  await expect(evidence.getByText(/^They write most around/)).toBeVisible();
  expect(await barriers(page)).toEqual([]);
});

test("what a customer wants and refuses is noted, and stands before what was learned", async ({
  organisation,
  newTalk,
  newAgent,
}) => {
  const { brand_id, queue_id } = organisation.inbox;
  const custom = { url: "https://bridge.example/rapport" };
  await organisation.api.post("/inboxes", { name: "Own", channel: "custom", brand_id, queue_id, custom });
  await newTalk("The strap broke");
  await organisation.agent({ name: "Sue Visor", role: "supervisor" });
  const { page } = await newAgent("Sue Visor", { reducedMotion: "reduce", bypassCSP: true });
  await page.goto(page.url().replace(/\/inbox.*/, "/inbox/all"));
  await page.getByRole("link", { name: /The strap broke/ }).click();
  const panel = page.getByRole("complementary", { name: "Customer" });
  await panel.getByRole("button", { name: "No channel is clearly preferred" }).click();
  const wishes = page.getByRole("dialog", { name: "Channel preference" });

  await wishes.getByRole("combobox", { name: "They want to be written to by" }).click();
  await page.getByRole("option", { name: "Chat" }).click();
  await expect(panel.getByText("Wants to be written to by Chat")).toBeVisible();
  await expect(wishes.getByText("May we write by Chat?"), "nobody is asked of a chat").toHaveCount(0);

  await wishes.getByRole("combobox", { name: "May we write by Custom?" }).click();
  await page.getByRole("option", { name: "They do not want it" }).click();
  const how = wishes.getByRole("textbox", { name: "How they said it: Custom" });
  await how.fill("On the telephone");
  await how.press("Enter");
  await expect(wishes.getByText("Sue Visor")).toBeVisible();
  expect(await barriers(page)).toEqual([]);

  await page.reload();
  const line = panel.getByRole("button", { name: /^Wants to be written to by Chat/ });
  await expect(line).toContainText("Do not write by Custom");
  await line.click();
  await expect(how).toHaveValue("On the telephone");
});
