import { expect, test } from "../../rapport/test";

test("the server is killed in mid-chat and started again: both pages go on", async ({
  server,
  bela,
  newTalk,
}) => {
  const vera = await newTalk("Good day");
  await bela.reply("Good day to you");
  await vera.sees("Good day", "Good day to you");

  await server.kill();
  await vera.say("Is this still on?");
  await expect(vera.frame.getByText("Will be sent when you are connected")).toBeVisible();
  await bela.reply("One moment");
  await expect(bela.log.getByText("Waiting for the network")).toBeVisible();

  await server.startAgain();
  const late = ["Is this still on?", "One moment"];
  for (const text of late) {
    await expect(vera.log).toContainText(text);
    await expect(bela.log).toContainText(text);
  }
  await expect(bela.log.getByText("Waiting for the network")).toBeHidden();
  await expect(vera.frame.getByText("Will be sent when you are connected")).toBeHidden();
  // Who came back first is first, and both see it so.
  const shown = await vera.log.innerText();
  late.sort((one, other) => shown.indexOf(one) - shown.indexOf(other));
  const said = ["Good day", "Good day to you", ...late];
  await vera.sees(...said);
  await bela.sees(...said);

  await vera.page.reload();
  await bela.page.reload();
  await vera.sees(...said);
  await bela.sees(...said);
  await expect(vera.chat).toContainText("With you now");
  await expect(bela.presence("Online")).toBeVisible();
});
