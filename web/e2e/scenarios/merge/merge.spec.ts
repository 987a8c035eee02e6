import { signIdentity } from "../../rapport/identity";
import { callRapport } from "../../rapport/page";
import { expect, test } from "../../rapport/test";

test("two conversations of a customer become one, for both sides at once", async ({
  organisation,
  newVisitor,
  newAgent,
  bela,
}) => {
  const { api, inbox } = organisation;
  const { secret } = await api.post<{ secret: string }>(`/inboxes/${inbox.id}/identity_secret`, {});
  const token = signIdentity(secret, { sub: "c-17", name: "Hannah Berg" });
  await organisation.agent({ name: "Sue Visor" });
  const sue = await newAgent("Sue Visor");

  const phone = await newVisitor();
  const laptop = await newVisitor();
  for (const [visitor, words] of [
    [phone, "The strap broke"],
    [laptop, "Is there a blue one?"],
  ] as const) {
    await visitor.open();
    await visitor.say(words);
    await bela.accept();
    await bela.sees(words);
    await callRapport(visitor.page, "identify", token);
    await expect(bela.conversation.getByRole("heading", { name: "Hannah Berg" })).toBeVisible();
  }
  const merged = new URL(bela.page.url()).pathname.replace("/mine/", "/all/");
  await sue.page.goto(sue.cable.url + merged);
  await sue.sees("Is there a blue one?");
  await sue.page.keyboard.press("n");
  await sue.page.getByRole("textbox", { name: "Note" }).fill("She has ordered one");
  await laptop.sees("Is there a blue one?");

  await test.step("the other one is shown before, and chosen by keyboard", async () => {
    await bela.page.getByRole("heading", { level: 2 }).first().click();
    await bela.page.keyboard.press("m");
    const dialog = bela.page.getByRole("dialog", { name: "Merge conversation" });
    await expect(dialog.getByRole("button", { name: "Merge" })).toBeDisabled();
    await expect(dialog.getByRole("radio")).toHaveCount(1);
    await expect(dialog.getByRole("radio")).toBeFocused();
    await bela.page.keyboard.press("Space");
    await expect(dialog.getByRole("region", { name: "Last messages" })).toContainText("The strap broke");
    await expect(dialog).toContainText("It can be split off again at any time.");
    await bela.page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
  });

  await test.step("both agents go on in the one that stays, with what was begun", async () => {
    await bela.sees("The strap broke", "Is there a blue one?");
    await expect(bela.page).not.toHaveURL(new RegExp(merged.split("/").at(-1) ?? ""));
    await sue.sees("The strap broke", "Is there a blue one?");
    await expect(sue.page.getByRole("textbox", { name: "Note" })).toHaveValue("She has ordered one");
    await bela.unfoldEvents();
    await expect(bela.log).toContainText("Bela Baker merged another conversation into this one");
  });

  await test.step("the customer goes on there, on every device, and loses and repeats nothing", async () => {
    await laptop.sees("The strap broke", "Is there a blue one?");
    await laptop.say("Thank you");
    await bela.sees("The strap broke", "Is there a blue one?", "Thank you");
    await bela.reply("You are welcome");
    for (const visitor of [laptop, phone]) {
      await visitor.sees("The strap broke", "Is there a blue one?", "Thank you", "You are welcome");
    }
    await laptop.page.reload();
    await laptop.sees("The strap broke", "Is there a blue one?", "Thank you", "You are welcome");
  });

  await test.step("lists show one, and a link to the other leads to it", async () => {
    await expect(bela.list.getByRole("link", { name: /Hannah Berg/ })).toHaveCount(1);
    await sue.page.goto(sue.cable.url + merged);
    await sue.sees("The strap broke", "Is there a blue one?", "Thank you", "You are welcome");
    await expect(sue.page).not.toHaveURL(new RegExp(merged.split("/").at(-1) ?? ""));
  });

  await test.step("it is split off where the merging is told, and both sides follow", async () => {
    await sue.unfoldEvents();
    await sue.log.getByRole("button", { name: "Split off" }).click();
    await expect(sue.page.getByText("It is a conversation of its own again")).toBeVisible();
    for (const agent of [sue, bela]) {
      await agent.unfoldEvents();
      await expect(agent.log).toContainText("Sue Visor split a conversation off from this one");
      await expect(agent.log.getByRole("button", { name: "Split off" })).toHaveCount(0);
      await agent.sees("The strap broke", "Thank you", "You are welcome");
    }
    for (const visitor of [laptop, phone]) {
      await visitor.sees("The strap broke", "Thank you", "You are welcome");
    }
    await expect(bela.list.getByRole("link", { name: /Hannah Berg/ })).toHaveCount(2);
    await sue.page.goto(sue.cable.url + merged);
    await sue.sees("Is there a blue one?");
  });
});
