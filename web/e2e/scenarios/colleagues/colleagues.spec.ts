import { attach } from "../../people/attach";
import { pdf } from "../../rapport/files";
import { expect, test } from "../../rapport/test";

test("a colleague who is named in a note hears of it, finds it, and sees the file that goes with it", async ({
  organisation,
  newAgent,
  bela,
  newTalk,
}) => {
  await organisation.agent({ name: "Olga Cobbler" });
  const olga = await newAgent("Olga Cobbler");
  const vera = await newTalk("My strap broke");
  await expect(olga.page.getByRole("link", { name: "Mentions" })).toHaveText("Mentions");

  await test.step("named by @ and a few letters", async () => {
    await bela.page.getByRole("button", { name: "Note", exact: true }).click();
    const note = bela.page.getByRole("textbox", { name: "Note" });
    await note.pressSequentially("Do we have it, @cob");
    await expect(bela.page.getByRole("button", { name: /^@\s*Olga Cobbler/ })).toBeVisible();
    await note.press("Enter");
    await expect(note).toHaveValue("Do we have it, @Olga Cobbler ");
    await attach(bela.page, bela.page, pdf("parts.pdf", "straps"));
    await bela.page.getByRole("button", { name: "Add note" }).click();
    await bela.sees("Do we have it, @Olga Cobbler");
    await expect(bela.log.getByText("parts.pdf")).toBeVisible();
  });

  await test.step("she is told at once, and it stands in her list until she has seen it", async () => {
    const told = olga.toasts.getByText("Bela Baker has named you in a note");
    await expect(told).toBeVisible();
    const mentions = olga.page.getByRole("link", { name: /^Mentions/ });
    await expect(mentions).toHaveText("Mentions1");
    await olga.toasts.getByRole("button", { name: "Open" }).click();
    await olga.sees("Do we have it, @Olga Cobbler");
    await expect(mentions).toHaveText("Mentions");
    await expect(olga.list.getByText("My strap broke")).toBeVisible();
    await expect(olga.log.getByText("parts.pdf")).toBeVisible();
  });

  await test.step("the customer sees neither words nor file", async () => {
    await bela.page.getByRole("button", { name: "Reply", exact: true }).click();
    await bela.reply("One moment");
    await vera.sees("One moment");
    await expect(vera.log).not.toContainText("parts.pdf");
    await expect(vera.log).not.toContainText("Olga");
  });

  await test.step("each sees that the other looks, and that the other writes", async () => {
    const olgaLooks = bela.conversation.getByText("Also looking at this: Olga Cobbler");
    await expect(olgaLooks).toBeAttached();
    await expect(olga.conversation.getByText("Also looking at this: Bela Baker")).toBeAttached();
    await olga.composer.pressSequentially("We have");
    await expect(bela.page.getByText("Olga Cobbler is writing a reply to this customer")).toBeVisible();
    await olga.page.getByRole("link", { name: "Contacts" }).click();
    await expect(olgaLooks).toHaveCount(0);
  });
});

test("a canned reply is filled in with what is known, and never goes out with a gap", async ({
  organisation,
  bela,
  newTalk,
}) => {
  await organisation.api.post("/canned_replies", {
    shortcut: "hi",
    title: "Greeting",
    text: "Hello {{contact.first_name|there}}, this is {{agent.first_name}} of {{brand.name}}.",
  });
  await organisation.api.post("/canned_replies", {
    shortcut: "order",
    title: "Order",
    text: "Your order {{fact.order}} is on its way.",
  });
  const vera = await newTalk("Where is it?");
  await bela.composer.pressSequentially("/hi");
  await bela.composer.press("Enter");
  await expect(bela.composer).toHaveValue("Hello there, this is Bela of Bags & Straps.");
  await bela.send();
  await vera.sees("Hello there, this is Bela of Bags & Straps.");

  await bela.composer.pressSequentially("/order");
  await bela.composer.press("Enter");
  await expect(bela.page.getByText("Write something for {{fact.order}}")).toBeVisible();
  await expect(bela.page.getByRole("button", { name: "Send", exact: true })).toBeDisabled();
  await bela.reply("Your order 1042 is on its way.");
  await vera.sees("Your order 1042 is on its way.");
});
