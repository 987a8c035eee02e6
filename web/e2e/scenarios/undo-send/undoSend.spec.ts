import { attach } from "../../people/attach";
import { pdf } from "../../rapport/files";
import { expect, test } from "../../rapport/test";

test("a reply to a customer who is away can be taken back for a moment", async ({ bela, newTalk }) => {
  const vera = await newTalk("Where is my order?");
  await bela.reply("I look");
  await vera.sees("I look");
  const undo = bela.log.getByRole("button", { name: "Undo" });
  await expect(undo, "she waits in front of it: it went at once").toHaveCount(0);
  await vera.page.goto("about:blank");
  await expect(bela.page.getByText("Not online")).toBeVisible();

  await test.step("words and files come back to where they were written", async () => {
    await attach(bela.page, bela.page, pdf("form.pdf", "x"));
    await bela.reply("It comes on Monday");
    await expect(bela.log).toContainText("It comes on Monday");
    await undo.click();
    await expect(bela.composer).toHaveValue("It comes on Monday");
    await expect(bela.composer).toBeFocused();
    await expect(bela.page.getByText("form.pdf")).toBeVisible();
    await expect(bela.log).not.toContainText("It comes on Monday");
  });

  await test.step("by key, too, before what was begun since", async () => {
    await bela.reply("It comes on Tuesday");
    await expect(undo).toBeVisible();
    await bela.page.keyboard.press("Control+z");
    await expect(bela.composer).toHaveValue("It comes on Tuesday");
  });

  await test.step("otherwise it goes out, and she sees what was meant", async () => {
    await bela.reply("It comes on Wednesday");
    await expect(undo).toBeVisible();
    await expect(undo).toHaveCount(0);
    await vera.page.goBack();
    await vera.sees("Where is my order?", "I look", "It comes on Wednesday");
    await expect(vera.log).not.toContainText(/Monday|Tuesday/);
  });

  await test.step("leaving the desk holds nothing back", async () => {
    await vera.page.goto("about:blank");
    await expect(bela.page.getByText("Not online")).toBeVisible();
    await bela.reply("Anything else?");
    await expect(undo).toBeVisible();
    await bela.page.goto("about:blank");
    await vera.page.goBack();
    await vera.sees("Anything else?");
  });
});
