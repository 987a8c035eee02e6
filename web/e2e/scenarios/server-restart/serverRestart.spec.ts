import { expect, test } from "../../rapport/test";

test("the server is killed in mid-chat and started again: both pages go on", async ({
  server,
  organisation,
  newVisitor,
  newAgent,
}) => {
  await organisation.agent({ name: "Bela Baker" });
  const bela = await newAgent("Bela Baker");
  await bela.goOnline();
  const vera = await newVisitor();
  await vera.open();
  await vera.say("Good day");
  await bela.accept();
  await bela.reply("Good day to you");
  await vera.sees("Good day", "Good day to you");

  await server.kill();
  await vera.say("Is this still on?");
  await expect(vera.frame.getByText("Will be sent when you are connected")).toBeVisible();
  await bela.reply("One moment");
  await expect(bela.log.getByRole("alert")).toContainText("Not sent");

  await server.startAgain();
  await vera.sees("Good day", "Good day to you", "Is this still on?");
  await expect(bela.log).toContainText("Is this still on?");
  await bela.log.getByRole("button", { name: "Try again" }).click();
  const said = ["Good day", "Good day to you", "Is this still on?", "One moment"];
  await vera.sees(...said);
  await bela.sees(...said);

  await vera.page.reload();
  await bela.page.reload();
  await vera.sees(...said);
  await bela.sees(...said);
  await expect(vera.chat).toContainText("With you now");
  await expect(bela.presence("Online")).toBeVisible();
});
