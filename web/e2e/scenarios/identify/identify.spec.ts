import type { Visitor } from "../../people/visitor";
import { signIdentity } from "../../rapport/identity";
import { callRapport } from "../../rapport/page";
import { expect, test } from "../../rapport/test";

const identify = ({ page }: Visitor, token: string) => callRapport(page, "identify", token);

test("a customer who is signed in is known, on every device, and to nobody else", async ({
  organisation,
  newVisitor,
  bela,
}) => {
  const { api, inbox } = organisation;
  const { secret } = await api.post<{ secret: string }>(`/inboxes/${inbox.id}/identity_secret`, {});
  const hannah = signIdentity(secret, { sub: "c-17", name: "Hannah Berg", email: "hannah@example.com" });

  const desktop = await newVisitor();
  await test.step("somebody asks, and signs in afterwards", async () => {
    await desktop.open();
    await desktop.say("The strap broke");
    await bela.accept();
    await bela.sees("The strap broke");
    await expect(bela.conversation.getByRole("heading", { name: "Visitor" })).toBeVisible();
    await identify(desktop, hannah);
    await expect(bela.conversation.getByRole("heading", { name: "Hannah Berg" })).toBeVisible();
    await expect(bela.page.getByText("hannah@example.com")).toBeVisible();
    await expect(bela.page.getByText("c-17")).toBeVisible();
  });

  const phone = await newVisitor();
  await test.step("on the phone the conversation goes on, in step with the other device", async () => {
    await identify(phone, hannah);
    await phone.launcher.click();
    await phone.sees("The strap broke");
    await phone.say("Here is my phone");
    await desktop.sees("The strap broke", "Here is my phone");
    await bela.reply("Hello Hannah");
    await phone.sees("Hello Hannah");
    await desktop.sees("Hello Hannah");
  });

  await test.step("somebody who talked before becomes the customer, with what they said", async () => {
    const tablet = await newVisitor();
    await tablet.open();
    await tablet.say("And is there a blue one?");
    await expect(bela.offers).toContainText("And is there a blue one?");
    await bela.accept();
    await bela.sees("And is there a blue one?");
    await identify(tablet, hannah);
    await expect(bela.conversation.getByRole("heading", { name: "Hannah Berg" })).toBeVisible();
    await bela.page.getByRole("link", { name: "Contacts" }).click();
    await expect(bela.page.getByRole("main").getByRole("link", { name: /Hannah Berg/ })).toHaveCount(1);
    await bela.page.goBack();
  });

  await test.step("whoever signs in next in the same browser sees nothing of it", async () => {
    await identify(phone, signIdentity(secret, { sub: "c-18", name: "Kim Roth" }));
    await expect(phone.chat).not.toContainText("The strap broke");
    await callRapport(phone.page, "forget");
    await phone.page.reload();
    await phone.launcher.click();
    await expect(phone.frame.getByRole("button", { name: /^Chat\b/ })).toBeVisible();
    await expect(phone.chat).not.toContainText("The strap broke");
  });
});

test("signing out reaches the chat, also where its frame was not there yet", async ({
  organisation,
  newVisitor,
}) => {
  const { api, inbox } = organisation;
  const { secret } = await api.post<{ secret: string }>(`/inboxes/${inbox.id}/identity_secret`, {});
  const hannah = await newVisitor();
  await identify(hannah, signIdentity(secret, { sub: "c-17", name: "Hannah Berg" }));
  await hannah.open();
  await hannah.say("The strap broke");
  await hannah.sees("The strap broke");
  await hannah.close();

  // On the page where she signs out the frame never comes.
  await hannah.page.route("**/widget/frame*", () => undefined);
  await hannah.page.reload();
  await callRapport(hannah.page, "forget");
  await hannah.page.unroute("**/widget/frame*");
  await hannah.page.reload();
  await hannah.launcher.click();
  await expect(hannah.frame.getByRole("button", { name: /^Chat\b/ })).toBeVisible();
  await expect(hannah.chat).not.toContainText("The strap broke");
  await hannah.frame.getByRole("button", { name: /^Chat\b/ }).click();
  await hannah.say("I am somebody else");
  await hannah.sees("I am somebody else");
  await expect(hannah.log).not.toContainText("The strap broke");
  const names = (await api.list<{ contact: { name: string | null } }>("/conversations")).map(
    ({ contact }) => contact.name,
  );
  expect(names).toEqual([null, "Hannah Berg"]);
});

test("a token that is not the business's own is refused, and says why", async ({
  organisation,
  newVisitor,
}) => {
  const { api, inbox } = organisation;
  const warnings: string[] = [];
  const visitor = await newVisitor();
  visitor.page.on("console", (message) => warnings.push(message.text()));
  await visitor.open();
  await identify(visitor, signIdentity("guessed", { sub: "c-17" }));
  await expect.poll(() => warnings.join()).toContain("this inbox has no secret to sign with");
  await api.post(`/inboxes/${inbox.id}/identity_secret`, {});
  await identify(visitor, signIdentity("guessed", { sub: "c-18" }));
  await expect.poll(() => warnings.join()).toContain("not signed with this inbox's secret");
  await visitor.say("I am nobody in particular");
  await visitor.sees("I am nobody in particular");
});

test("an administrator makes the secret, and replaces it after a second thought", async ({
  organisation,
  newAgent,
}) => {
  await organisation.agent({ name: "Sue Visor", role: "administrator" });
  const sue = await newAgent("Sue Visor");
  await sue.page.goto(`${sue.cable.url}/settings/inboxes`);
  await sue.page.getByRole("rowheader").getByRole("button", { name: "Shop" }).click();
  const box = sue.page.getByRole("region", { name: "Secret for identifying customers" });
  await box.getByRole("button", { name: "Make a secret" }).click();
  await box.getByRole("button", { name: "Show" }).click();
  const first = await box.locator("pre").innerText();
  expect(first.length).toBeGreaterThanOrEqual(32);
  await box.getByRole("button", { name: "Make a new one" }).click();
  await expect(box).toContainText("is refused from then on");
  await expect(box.locator("pre")).toHaveText(first);
  await box.getByRole("button", { name: "Replace it" }).click();
  await expect(box.locator("pre")).not.toHaveText(first);
});
