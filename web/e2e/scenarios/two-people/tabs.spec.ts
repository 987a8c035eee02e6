import { Visitor } from "../../people/visitor";
import { expect, test } from "../../rapport/test";

test("two tabs of one customer are in step, and each message is shown once in both", async ({
  bela,
  newTalk,
}) => {
  const vera = await newTalk("The strap broke");
  const second = new Visitor(await vera.page.context().newPage(), vera.cable);

  await test.step("the second begins where the first is", async () => {
    await second.visit(vera.page.url());
    await second.launcher.click();
    await second.sees("The strap broke");
  });

  await test.step("what either says, and what is answered, is in both", async () => {
    await second.say("On the second day");
    await vera.sees("The strap broke", "On the second day");
    await vera.say("Of the blue one");
    await bela.sees("The strap broke", "On the second day", "Of the blue one");
    await bela.reply("We send a new one");
    const all = ["The strap broke", "On the second day", "Of the blue one", "We send a new one"];
    await vera.sees(...all);
    await second.sees(...all);
  });

  await test.step("one that is closed takes nothing away from the other", async () => {
    await second.page.close();
    await bela.reply("It leaves today");
    await expect(vera.log).toContainText("It leaves today");
    await expect(bela.page.getByText("Online now")).toBeVisible();
  });
});
