import { findNetwork, loseNetwork } from "../../rapport/network";
import { expect, test } from "../../rapport/test";

const OFFER_RINGS_MS = 10_000;
/** Room for one chat. */
const ONE_CHAT_UNITS = 33;

test("a customer and an agent, from the first word to the last", async ({
  organisation,
  newVisitor,
  newAgent,
}) => {
  const { api, queue } = organisation;
  const repairs = await organisation.queueNamed("Repairs", { offer_timeout_ms: 60_000 });
  await organisation.disposition("Strap replaced");
  const { id } = await organisation.agent({ name: "Ines Able" });
  await api.change(`/agents/${id}`, { capacity_units: ONE_CHAT_UNITS });
  await organisation.agent({ name: "Bela Baker" });
  await organisation.agent({ name: "Olga Cobbler", queues: [repairs] });

  const ines = await newAgent("Ines Able");
  await ines.goOnline();
  const bela = await newAgent("Bela Baker");

  await test.step("another customer is there first", async () => {
    const kim = await newVisitor();
    await kim.open();
    await kim.say("A quick question");
    await ines.accept();
    await ines.sees("A quick question");
  });

  const vera = await newVisitor();
  await test.step("she is queued and sees her place", async () => {
    await vera.open();
    await vera.say("The strap of my bag broke");
    await vera.sees("The strap of my bag broke");
    await expect(vera.waiting).toContainText("You are next");
    await expect(ines.offers).toBeHidden();
  });

  await test.step("she is offered to the first agent, who does not answer", async () => {
    await api.change(`/queues/${queue.id}`, { offer_timeout_ms: OFFER_RINGS_MS });
    await ines.endWork();
    await ines.finishWrapUp();
    await expect(ines.offers).toContainText("The strap of my bag broke");
    await expect(ines.offers.getByRole("timer", { name: "Seconds left to answer" })).toHaveText(
      /^(10|[0-9])$/,
    );
    // The offer that rings keeps its time; the next one has all that a slow machine needs.
    await api.change(`/queues/${queue.id}`, { offer_timeout_ms: 60_000 });
    await bela.goOnline();
    await expect(ines.presence("did not answer an offer")).toBeVisible();
    await expect(ines.offers).toBeHidden();
    await expect(vera.waiting).toBeVisible();
  });

  await test.step("the next agent gets the offer and accepts", async () => {
    await expect(bela.offers).toContainText("The strap of my bag broke");
    await bela.accept();
    await expect(vera.log).toContainText("Bela Baker joined the conversation");
    await expect(vera.chat).toContainText("With you now");
    await bela.sees("The strap of my bag broke");
  });

  await test.step("they talk, each sees the other type and read", async () => {
    await bela.composer.pressSequentially("Which bag is it?");
    await expect(vera.frame.getByText("Bela Baker is typing")).toBeVisible();
    await bela.send();
    await vera.sees("The strap of my bag broke", "Which bag is it?");
    await expect(bela.log.getByText("Read", { exact: true })).toBeVisible();

    await vera.composer.pressSequentially("The small one");
    await expect(bela.log.getByText(/is typing…$/)).toBeVisible();
    await vera.composer.press("Enter");
    await bela.sees("The strap of my bag broke", "Which bag is it?", "The small one");
    await expect(vera.log.getByText("Read", { exact: true })).toBeVisible();
  });

  await test.step("what arrives while she does not look is delivered, then read", async () => {
    await vera.close();
    await bela.reply("I look for one");
    await expect(bela.log.getByText("Delivered", { exact: true })).toBeVisible();
    await expect(vera.page.getByRole("button", { name: "Open chat, 1 unread message" })).toBeVisible();
    await vera.launcher.click();
    await expect(bela.log.getByText("Read", { exact: true })).toBeVisible();
  });

  const said = ["The strap of my bag broke", "Which bag is it?", "The small one", "I look for one"];
  await test.step("both lose the network and come back: nothing missing, nothing twice", async () => {
    await loseNetwork(vera);
    await loseNetwork(bela);
    await vera.say("Are you there?");
    await vera.say("My train is in a tunnel");
    await expect(vera.frame.getByText("Will be sent when you are connected")).toBeVisible();
    await bela.reply("We have two left");
    await bela.reply("Both of them black");
    await expect(bela.log.getByText("Waiting for the network")).toHaveCount(2);

    await findNetwork(vera);
    said.push("Are you there?", "My train is in a tunnel");
    await vera.sees(...said);
    await expect(vera.log.getByText("Sent", { exact: true })).toBeVisible();

    await findNetwork(bela);
    said.push("We have two left", "Both of them black");
    await vera.sees(...said);
    await bela.sees(...said);
    await vera.say("Great");
    await bela.reply("A colleague of the workshop goes on");
    said.push("Great", "A colleague of the workshop goes on");
    await bela.sees(...said);
    await vera.sees(...said);
  });

  await test.step("her page is loaded again: everything is there", async () => {
    await vera.page.reload();
    await vera.sees(...said);
    await expect(vera.chat.getByRole("heading", { name: "Bela Baker" })).toBeVisible();
  });

  const olga = await newAgent("Olga Cobbler");
  await test.step("she is transferred to another queue, with a note that she does not see", async () => {
    await olga.goOnline();
    await bela.transferToQueue("Repairs", "She is in a hurry");
    await expect(bela.toasts.getByText("Conversation transferred")).toBeVisible();
    await expect(vera.log.getByText(/You are being passed on/)).toBeVisible();
    await expect(olga.offers).toContainText("Repairs");
    await olga.accept();
    await olga.sees(...said);
    await olga.unfoldEvents();
    await expect(olga.log).toContainText("She is in a hurry");
    await expect(vera.log).toContainText("Olga Cobbler joined the conversation");
    await olga.reply("The new strap is on its way");
    said.push("The new strap is on its way");
    await vera.sees(...said);
    await expect(vera.log).not.toContainText("hurry");
  });

  await test.step("it is resolved and wrapped up", async () => {
    await olga.resolve();
    await olga.finishWrapUp("Strap replaced");
    await olga.unfoldEvents();
    await expect(olga.log).toContainText("Olga Cobbler finished: Strap replaced");
    await expect(vera.log).toContainText("This conversation is finished");
    await expect(vera.chat).toContainText("Finished");
  });

  await test.step("she writes again: it is open and offered again", async () => {
    await vera.say("One more thing");
    said.push("One more thing");
    await vera.sees(...said);
    await expect(olga.offers).toContainText("One more thing");
    await olga.accept();
    await olga.sees(...said);
    await expect(olga.conversation.getByRole("button", { name: "Resolve" })).toBeVisible();
    await expect(vera.chat).toContainText("With you now");
  });
});
