import { expect, test } from "../../rapport/test";

test("several conversations are dealt with at once", async ({ organisation, newVisitor, newAgent }) => {
  await organisation.api.post("/tags", { name: "Outage", colour: "#c62828" });
  await organisation.agent({ name: "Bela Baker" });
  await organisation.agent({ name: "Ines Able" });
  const words = ["The shop is down", "I cannot pay", "Is anybody there?", "Which bag is the lightest?"];
  for (const text of words) {
    const visitor = await newVisitor();
    await visitor.open();
    await visitor.say(text);
    await visitor.sees(text);
  }
  const bela = await newAgent("Bela Baker");
  const { page, list } = bela;
  await page.goto(`${bela.cable.url}/inbox/unassigned`);
  const row = (text: string) => list.getByRole("listitem").filter({ hasText: text });
  const box = (text: string) => row(text).getByRole("checkbox");
  const bar = list.getByRole("toolbar", { name: "With the selected conversations" });

  await test.step("a range by pointer, and one by key", async () => {
    // The newest stands first.
    await box("Is anybody there?").check({ force: true });
    await expect(bar).toContainText("1 selected");
    await box("The shop is down").click({ modifiers: ["Shift"], force: true });
    await expect(bar).toContainText("3 selected");
    await row("I cannot pay").getByRole("link").click();
    await expect(bela.log).toContainText("I cannot pay");
    await page.getByRole("heading", { level: 2 }).first().click();
    await page.keyboard.press("x");
    await expect(bar).toContainText("2 selected");
    await page.keyboard.press("x");
    await expect(bar).toContainText("3 selected");
  });

  await test.step("are tagged", async () => {
    await bar.getByRole("button", { name: "Tags" }).click();
    await page.getByRole("dialog", { name: "Tags" }).getByRole("option", { name: "Outage" }).click();
    await expect(bela.toasts.getByText("Done with 3 conversations")).toBeVisible();
    await expect(list.getByRole("img", { name: "Tags: Outage" })).toHaveCount(3);
    await expect(bar).toBeHidden();
  });

  await test.step("are resolved; one that somebody else has ended meanwhile stops no other", async () => {
    for (const text of ["Is anybody there?", "I cannot pay"]) await box(text).check({ force: true });
    await bar.getByRole("button", { name: "Resolve" }).click();
    await expect(bela.toasts.getByText("Done with 2 conversations")).toBeVisible();
    await expect(row("I cannot pay")).toBeHidden();
    await expect(row("The shop is down")).toBeVisible();
  });

  await test.step("what was chosen and has left the list is not touched", async () => {
    await box("The shop is down").check({ force: true });
    await box("Which bag is the lightest?").check({ force: true });
    await expect(bar).toContainText("2 selected");
    const ines = await newAgent("Ines Able");
    await ines.page.goto(`${ines.cable.url}/inbox/unassigned`);
    const theirs = ines.list.getByRole("listitem").filter({ hasText: "Which bag is the lightest?" });
    await theirs.getByRole("link").click();
    await expect(ines.log).toContainText("Which bag is the lightest?");
    await ines.page.keyboard.press("a");
    await expect(bar).toContainText("1 selected");
    await bar.getByRole("button", { name: "Assign to me" }).click();
    await expect(bela.toasts.getByText("Done with 1 conversation", { exact: true })).toBeVisible();
    await page.goto(`${bela.cable.url}/inbox/mine`);
    await expect(row("The shop is down")).toBeVisible();
    await expect(row("Which bag is the lightest?")).toBeHidden();
  });
});
