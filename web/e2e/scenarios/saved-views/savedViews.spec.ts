import { expect, test } from "../../rapport/test";

test("a list is narrowed, kept under a name, counted, shared and removed", async ({
  organisation,
  newAgent,
  bela,
  newTalk,
}) => {
  await organisation.agent({ name: "Sara Lead", role: "supervisor" });
  const sara = await newAgent("Sara Lead");
  const vera = await newTalk("My strap broke");
  const filter = (agent: typeof bela) => agent.list.getByRole("button", { name: /^Shown: / });
  const rows = (agent: typeof bela) => agent.list.getByRole("listitem");

  await test.step("an agent keeps what waits for an answer", async () => {
    await filter(bela).click();
    await bela.page.getByRole("menuitemcheckbox", { name: "Unanswered only" }).click();
    await expect(rows(bela)).toHaveCount(1);
    await filter(bela).click();
    await bela.page.getByRole("menuitem", { name: "Save this view…" }).click();
    const dialog = bela.page.getByRole("dialog", { name: "Save this view" });
    await expect(dialog.getByRole("switch", { name: "For everybody" })).toBeDisabled();
    await dialog.getByRole("textbox", { name: "Name" }).fill("To answer");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(bela.page).toHaveURL(/inbox\/view_/);
    await expect(bela.list.getByRole("link", { name: /^To answer/ })).toHaveText("To answer1");
    await expect(rows(bela)).toHaveCount(1);
  });

  await test.step("an answered one leaves it, and comes back with the customer's next word", async () => {
    await rows(bela).getByRole("link").click();
    await bela.reply("I look");
    await vera.sees("I look");
    await expect(rows(bela)).toHaveCount(0);
    await expect(bela.list.getByRole("link", { name: /^To answer/ })).toHaveText("To answer");
    await vera.say("Thank you");
    await expect(rows(bela)).toHaveCount(1);
    await bela.page.reload();
    await expect(rows(bela)).toHaveCount(1);
    await expect(sara.list.getByRole("link", { name: /^To answer/ })).toHaveCount(0);
  });

  await test.step("a supervisor shares one; everybody has it at once, until it is removed", async () => {
    await sara.list.getByRole("link", { name: /^All/ }).click();
    await filter(sara).click();
    await sara.page.getByRole("menuitem", { name: "Save this view…" }).click();
    const dialog = sara.page.getByRole("dialog", { name: "Save this view" });
    await dialog.getByRole("textbox", { name: "Name" }).fill("Everything");
    await dialog.getByRole("switch", { name: "For everybody" }).click();
    await dialog.getByRole("button", { name: "Save" }).click();
    const shared = bela.list.getByRole("link", { name: /^Everything/ });
    await expect(shared).toBeVisible();
    await shared.click();
    await expect(rows(bela)).toHaveCount(1);
    await filter(sara).click();
    await sara.page.getByRole("menuitem", { name: "Rename or remove this view…" }).click();
    await sara.page.getByRole("button", { name: "Remove the view" }).click();
    await expect(shared).toHaveCount(0);
    await expect(rows(bela), "what it showed is still there").toHaveCount(1);
  });
});
