import { SettingsPage } from "../../people/administrator";
import { expect, test } from "../../rapport/test";

test("the table of roles says who may do what, and who has which role", async ({
  organisation,
  newAgent,
}) => {
  await organisation.agent({ name: "Sue Visor", role: "supervisor" });
  const sue = await newAgent("Sue Visor");
  await new SettingsPage(sue.page, "Roles").visit();
  const row = (name: RegExp) => sue.page.getByRole("row", { name });
  const priority = row(/Change the priority of those who wait/);
  await expect(priority.getByRole("img", { name: "may", exact: true })).toHaveCount(2);
  await expect(priority.getByRole("img", { name: "may not" })).toHaveCount(1);
  await expect(row(/Make and revoke API tokens/).getByRole("img", { name: "may", exact: true })).toHaveCount(
    1,
  );
  await expect(row(/Who has it/)).toContainText("Sue Visor");
  await expect(row(/Who has it/)).toContainText("Ada First");
});
