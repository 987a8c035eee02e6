import { SettingsPage } from "../../people/administrator";
import { barriers } from "../../people/barriers";
import { signIdentity } from "../../rapport/identity";
import { callRapport } from "../../rapport/page";
import { expect, test } from "../../rapport/test";

const ASK = "Another channel or subject begins a new one, and the agent is asked";

test("agents are asked whether what comes by another channel is the same matter", async ({
  organisation,
  newVisitor,
  newAgent,
  receiver,
  bela,
}) => {
  const { api, inbox } = organisation;
  await test.step("an administrator has them asked", async () => {
    const { page } = await newAgent("Ada First");
    const brands = new SettingsPage(page, "Brands");
    await brands.visit();
    await brands.open("Bags & Straps");
    await brands.choose("When a customer writes again", ASK);
    await brands.save();
  });
  const { brand_id, queue_id } = inbox;
  const custom = { url: receiver.url };
  const app = await api.post("/inboxes", { name: "App", channel: "custom", brand_id, queue_id, custom });
  const { secret } = await api.post<{ secret: string }>(`/inboxes/${inbox.id}/identity_secret`, {});

  const writesByBoth = async (external_id: string, chat: string, words: string) => {
    const visitor = await newVisitor();
    await callRapport(
      visitor.page,
      "identify",
      signIdentity(secret, { sub: external_id, name: external_id }),
    );
    await visitor.open();
    await visitor.say(chat);
    await bela.accept();
    await bela.sees(chat);
    await api.post(`/inboxes/${app.id}/messages`, {
      external_id: words,
      text: words,
      sender: { external_id },
    });
    await bela.accept();
    await bela.sees(words);
    return visitor;
  };
  const { page } = bela;
  const question = page.getByRole("region", { name: "Another conversation of this customer" });

  const vera = await writesByBoth("Vera", "The strap broke", "When do you open?");
  await test.step("it is, and both go on as one", async () => {
    await expect(question).toContainText("Vera has another open conversation. Is this the same matter?");
    await expect(question.getByRole("link", { name: /The strap broke/ })).toBeVisible();
    await question.getByRole("button", { name: "Merge…" }).click();
    const dialog = page.getByRole("dialog", { name: "Merge conversation" });
    await expect(dialog.getByRole("radio")).toBeChecked();
    await expect(dialog.getByRole("region", { name: "Last messages" })).toContainText("The strap broke");
    await dialog.getByRole("button", { name: "Merge" }).click();
    await bela.sees("The strap broke", "When do you open?");
    await expect(question).toHaveCount(0);
    await bela.reply("We are open until six");
    await vera.sees("The strap broke");
  });

  await writesByBoth("Max", "Is there a blue one?", "My invoice is wrong");
  await test.step("it is not, and nobody is asked again", async () => {
    await expect(question).toContainText("Max has another open conversation");
    await question.getByRole("button", { name: "Keep apart" }).click();
    await expect(question).toHaveCount(0);
    await page.reload();
    await bela.sees("My invoice is wrong");
    await expect(question).toHaveCount(0);
  });
});

test("the question can be answered by everybody", async ({
  organisation,
  newVisitor,
  newAgent,
  receiver,
}) => {
  const { api, inbox } = organisation;
  const { brand_id, queue_id } = inbox;
  await api.change(`/brands/${brand_id}`, { join_policy: "ask_agent" });
  const custom = { url: receiver.url };
  const app = await api.post("/inboxes", { name: "App", channel: "custom", brand_id, queue_id, custom });
  const { secret } = await api.post<{ secret: string }>(`/inboxes/${inbox.id}/identity_secret`, {});
  const visitor = await newVisitor();
  await callRapport(visitor.page, "identify", signIdentity(secret, { sub: "c-42", name: "Vera" }));
  await visitor.open();
  await visitor.say("The strap broke");
  await visitor.sees("The strap broke");
  const sender = { external_id: "c-42" };
  await api.post(`/inboxes/${app.id}/messages`, { external_id: "m-1", text: "When do you open?", sender });

  await organisation.agent({ name: "Sue Visor", role: "supervisor" });
  const { page } = await newAgent("Sue Visor", { reducedMotion: "reduce", bypassCSP: true });
  await page.goto(page.url().replace(/\/inbox.*/, "/inbox/all"));
  await page.getByRole("link", { name: /When do you open/ }).click();
  const question = page.getByRole("region", { name: "Another conversation of this customer" });
  await expect(question.getByRole("button", { name: "Keep apart" })).toBeVisible();
  expect(await barriers(page)).toEqual([]);
  await question.getByRole("link", { name: /The strap broke/ }).click();
  await expect(page.getByRole("log")).toContainText("The strap broke");
  await expect(question, "only the newer one asks").toHaveCount(0);
});
