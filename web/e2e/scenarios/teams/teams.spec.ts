import { SettingsPage } from "../../people/administrator";
import { expect, test } from "../../rapport/test";

test("a team is made, shown beside its people, and is what the board shows", async ({
  organisation,
  newAgent,
}) => {
  await organisation.agent({ name: "Bela Baker" });
  await organisation.agent({ name: "Carl Coin" });
  const { page } = await newAgent("Ada First");
  const teams = new SettingsPage(page, "Teams");
  await teams.visit();
  await teams.openNew("New team");
  await teams.field("Name").fill("Night shift");
  await teams.choose("Members", "Bela Baker");
  await teams.drawer.getByRole("textbox", { name: "Name", exact: true }).click();
  await teams.choose("Lead", "Carl Coin");
  await teams.drawer.getByRole("button", { name: "New team" }).click();
  await expect(teams.drawer.getByText("must be one of the members")).toBeVisible();
  await teams.choose("Lead", "Bela Baker");
  await teams.save("New team");
  await new SettingsPage(page, "Agents").visit();
  await expect(page.getByRole("row", { name: /Bela Baker/ })).toContainText("Night shift");

  await page.getByRole("link", { name: "Board" }).click();
  const agent = (name: string) => page.getByRole("button", { name: new RegExp(`^${name}`) });
  await expect(agent("Carl Coin")).toBeVisible();
  await page.getByRole("combobox", { name: "Team" }).click();
  await page.getByRole("option", { name: "Night shift" }).click();
  await expect(agent("Carl Coin")).toBeHidden();
  await expect(agent("Bela Baker")).toBeVisible();
  await page.reload();
  await expect(agent("Bela Baker")).toBeVisible();
  await expect(agent("Carl Coin")).toBeHidden();
});
