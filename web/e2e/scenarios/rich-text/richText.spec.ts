import { expect, test } from "../../rapport/test";

test("an agent writes with marks, links and lists, and both see them", async ({ bela, newTalk }) => {
  const vera = await newTalk("How do I send it back?");
  const { composer, page } = bela;
  const preview = page.getByRole("region", { name: "How it will look" });

  await test.step("by keys and buttons, with what it will look like", async () => {
    await composer.fill("Print the ");
    await composer.press("Control+b");
    await composer.pressSequentially("form");
    await composer.press("Control+b");
    await composer.pressSequentially(" twice");
    await expect(composer).toHaveValue("Print the **form** twice");
    for (const _ of " twice") await composer.press("Backspace");
    await expect(preview.locator("strong")).toHaveText("form");
    await composer.press("Shift+Home");
    await page.getByRole("button", { name: "Bulleted list" }).click();
    await expect(composer).toHaveValue("• Print the **form**");
    await composer.press("End");
    await composer.press("Enter");
    await composer.pressSequentially("call https://shop.example/_desk_ or [us](tel:+49421123456)");
    await expect(preview.getByRole("link")).toHaveCount(2);
  });

  await test.step("the customer sees words, marks and links, and no signs", async () => {
    await bela.send();
    for (const log of [vera.log, bela.log]) {
      await expect(log).toContainText("• Print the form\n• call https://shop.example/_desk_ or us");
      await expect(log.locator("strong", { hasText: /^form$/ })).toBeVisible();
      const link = log.getByRole("link", { name: "us", exact: true });
      await expect(link).toHaveAttribute("href", "tel:+49421123456");
      await expect(log.getByRole("link", { name: "https://shop.example/_desk_" })).toBeVisible();
    }
    await expect(preview).toHaveCount(0);
    await expect(bela.list.getByText("• Print the form • call")).toBeVisible();
  });

  await test.step("what runs is no link, and what only looks like a mark is none", async () => {
    await bela.reply("[x](javascript:alert(1)) and 2*3*4 = 24");
    await vera.sees("[x](javascript:alert(1)) and 2*3*4 = 24");
    await expect(vera.log.getByRole("link", { name: "x", exact: true })).toHaveCount(0);
  });

  await test.step("a note has marks too, and an undone reply comes back with its signs", async () => {
    await page.getByRole("button", { name: "Note", exact: true }).click();
    await page.getByRole("textbox", { name: "Note" }).fill("Was ~~angry~~ calm, `RMA-7`");
    await page.getByRole("button", { name: "Add note" }).click();
    await expect(bela.log.locator("s")).toHaveText("angry");
    await expect(bela.log.locator("code")).toHaveText("RMA-7");
    await page.getByRole("button", { name: "Reply", exact: true }).click();
    await vera.page.goto("about:blank");
    await expect(page.getByText("Not online")).toBeVisible();
    await bela.reply("It is *free*");
    await expect(bela.log.locator("em")).toHaveText("free");
    await bela.log.getByRole("button", { name: "Undo" }).click();
    await expect(composer).toHaveValue("It is *free*");
  });
});
