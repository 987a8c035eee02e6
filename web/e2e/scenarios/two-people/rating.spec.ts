import { expect, test } from "../../rapport/test";

test("a customer says how it was, and the agent sees it", async ({ bela, newTalk }) => {
  const vera = await newTalk("The strap broke");
  await bela.reply("A new one is on its way");
  await vera.sees("A new one is on its way");
  const question = vera.frame.getByRole("region", { name: "How was it?" });
  await expect(question).toBeHidden();
  await bela.resolve();
  await bela.finishWrapUp();

  await test.step("a face is enough", async () => {
    await question.getByRole("button", { name: "Good", exact: true }).click();
    await expect(question).toContainText("Thank you");
    await bela.list.getByRole("button", { name: "Shown: Open. Change" }).click();
    await bela.page.getByRole("menuitemradio", { name: "Resolved" }).click();
    await bela.list.getByRole("link", { name: "A new one is on its way" }).click();
    await expect(bela.conversation.getByText("Rated 4 of 5").first()).toBeVisible();
  });

  await test.step("another face and a word after it stand, also after a reload", async () => {
    await question.getByRole("button", { name: "Very good" }).click();
    await expect(question.getByRole("button", { name: "Very good", pressed: true })).toBeVisible();
    await question.getByRole("textbox").fill("So quick!");
    await question.getByRole("button", { name: "Send" }).click();
    await expect(question.getByRole("textbox")).toBeHidden();
    await bela.unfoldEvents();
    await expect(bela.log).toContainText("Rated 5 of 5: “So quick!”");
    await vera.page.reload();
    await vera.frame.getByRole("button", { name: /Your conversation/ }).click();
    await expect(question.getByRole("button", { name: "Very good", pressed: true })).toBeVisible();
  });

  await test.step("it is not asked while the conversation goes on", async () => {
    await vera.say("One more thing");
    await vera.sees("One more thing");
    await expect(question).toBeHidden();
  });
});
