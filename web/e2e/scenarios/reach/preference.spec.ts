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
