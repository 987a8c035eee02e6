import { findNetwork, loseNetwork } from "../../rapport/network";
import { expect, test } from "../../rapport/test";

test("what was stored before its answer got lost is sent again and shown once", async ({ bela, newTalk }) => {
  const vera = await newTalk("Good day");
  await bela.reply("Good day to you");
  const said = ["Good day", "Good day to you"];
  await vera.sees(...said);

  await test.step("the customer's", async () => {
    vera.cable.loseAnswers();
    await vera.say("The strap broke");
    said.push("The strap broke");
    await bela.sees(...said);
    await expect(vera.frame.getByText("Sending…")).toBeVisible();
    await loseNetwork(vera);
    await findNetwork(vera);
    await expect(vera.log.getByText("Read", { exact: true })).toBeVisible();
    await vera.sees(...said);
    await bela.sees(...said);
  });

  await test.step("the agent's", async () => {
    bela.cable.loseAnswers();
    await bela.reply("We send a new one");
    said.push("We send a new one");
    await vera.sees(...said);
    await expect(bela.log.getByText("Sending…")).toBeVisible();
    await loseNetwork(bela);
    await expect(bela.log.getByText("Waiting for the network")).toBeVisible();
    await findNetwork(bela);
    await expect(bela.log.getByText("Read", { exact: true })).toBeVisible();
    await bela.sees(...said);
    await bela.page.reload();
    await bela.sees(...said);
    await vera.sees(...said);
  });
});
