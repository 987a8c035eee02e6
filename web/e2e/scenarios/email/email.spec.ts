import { SettingsPage } from "../../people/administrator";
import type { Stored } from "../../rapport/api";
import { expect, test } from "../../rapport/test";

test.use({ withMail: true });

const VERA = "vera@customers.example";
const HELP = "help@shop.example";

const LETTER = `From: Vera Moss <${VERA}>
To: Shop <${HELP}>
Cc: Max <max@customers.example>
Subject: My bag
Message-ID: <1@customers.example>
Date: Mon, 12 Jan 2026 10:00:00 +0100
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<style>b { color: rgb(200, 0, 0) }</style><p>The <b>strap</b> broke.</p>
<img src="https://track.invalid/1.gif" alt=""><script>document.title = "mine"</script>
<p onclick="alert(1)"><a href="https://shop.invalid/order">my order</a></p>
<div>-- <br>Vera Moss, Bremen</div>`;

test("a mailbox is connected, mails become conversations, and answers reach their writers", async ({
  newAgent,
  organisation,
  bela,
  mail,
}) => {
  const { page } = await newAgent("Ada First");
  const inboxes = new SettingsPage(page, "Inboxes");

  await test.step("an administrator connects it, and is told what is wrong", async () => {
    await inboxes.visit();
    await inboxes.openNew("New inbox");
    await inboxes.field("Name").fill("Mail");
    await inboxes.choose("Channel", "E-mail");
    await inboxes.choose("Brand", "Bags & Straps");
    await inboxes.choose("Queue", organisation.queue.name);
    await inboxes.field("Address").fill(HELP);
    await inboxes.field("Server").first().fill("localhost");
    await inboxes.field("Port").first().fill(mail.port("imaps"));
    await inboxes.field("User").first().fill(HELP);
    await inboxes.field("Server").last().fill("localhost");
    await inboxes.field("Port").last().fill(mail.port("submissions"));
    await inboxes.field("User").last().fill(HELP);
    await inboxes.drawer.getByLabel("Password", { exact: true }).fill("wrong");
    await inboxes.drawer.getByRole("button", { name: "Test both servers" }).click();
    await expect(inboxes.drawer.getByText(/does not let help@shop.example in/)).toHaveCount(2);
    await inboxes.drawer.getByLabel("Password", { exact: true }).fill(mail.password);
    await inboxes.drawer.getByRole("button", { name: "Test both servers" }).click();
    await expect(inboxes.drawer.getByText("works.")).toHaveCount(2);
    await inboxes.drawer.getByRole("button", { name: "New inbox", exact: true }).click();
    await expect(inboxes.drawer.getByText(/^Connected: the mailbox was read at/)).toBeVisible();
  });

  await test.step("a mail is offered, and shown as words and as it was laid out", async () => {
    await mail.send(VERA, [HELP], LETTER);
    await bela.accept();
    await bela.sees("The strap broke.");
    await expect(bela.log.getByRole("heading", { name: "My bag" })).toBeVisible();
    await expect(bela.log.getByText("Vera Moss, Bremen")).toBeHidden();
    await bela.log.getByRole("button", { name: "Show what is repeated" }).click();
    await expect(bela.log.getByText("Vera Moss, Bremen")).toBeVisible();
    await bela.log.getByRole("button", { name: "Show as sent" }).click();
    const letter = bela.log.frameLocator("iframe");
    await expect(letter.getByText("strap")).toHaveCSS("color", "rgb(200, 0, 0)");
    await expect(letter.getByRole("link", { name: "my order" })).toHaveAttribute("rel", /noopener/);
    await expect(letter.locator("img")).not.toHaveAttribute("src");
    await expect(bela.log.getByRole("button", { name: "Show images from other servers" })).toBeVisible();
    await bela.log.getByRole("button", { name: "Show the text only" }).click();
  });

  await test.step("answers are signed as the brand says, with what their agents say of themselves", async () => {
    await page.keyboard.press("Escape");
    await expect(inboxes.drawer).toBeHidden();
    const brands = new SettingsPage(page, "Brands");
    await brands.visit();
    await brands.open("Bags & Straps");
    await brands.field("E-mail signature").fill("{{agent.name}}, {{agent.phone}}");
    await brands.drawer.getByRole("button", { name: "Save", exact: true }).click();
    await expect(brands.drawer.getByText(/there is no variable `agent.phone`/)).toBeVisible();
    await brands.field("E-mail signature").fill("{{agent.name}}\n{{agent.signature}}");
    await brands.save();
    await bela.page.getByRole("button", { name: /^Bela Baker/ }).click();
    await bela.page.getByRole("button", { name: "E-mail signature" }).click();
    await bela.page.getByRole("textbox", { name: "E-mail signature" }).fill("Repairs, Bremen");
    await bela.page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(bela.page.getByRole("button", { name: "Saved", exact: true })).toBeVisible();
    await bela.page.keyboard.press("Escape");
    await expect(bela.page.getByText("with signature")).toHaveAttribute(
      "title",
      "Bela Baker\nRepairs, Bremen",
    );
  });

  const id = await test.step("the answer reaches everybody who was on the mail", async () => {
    await bela.page.getByRole("button", { name: "Reply to all" }).click();
    await expect(bela.page.getByText(`${VERA}, max@customers.example`)).toBeVisible();
    await bela.reply("Here is a new one.");
    const [answer] = await mail.received(VERA, 1);
    expect(answer).toContain("Subject: Re: My bag");
    expect(answer).toContain("In-Reply-To: <1@customers.example>");
    expect(answer).toContain("Here is a new one.");
    expect(answer?.replaceAll("\r", "")).toContain("\n-- \nBela Baker\nRepairs, Bremen\n");
    expect(await mail.received("max@customers.example", 1)).toHaveLength(1);
    await expect(bela.log.getByText("Sent", { exact: true })).toBeVisible();
    return /^Message-ID: <(.+)>/m.exec(answer ?? "")?.[1];
  });

  await test.step("their reply stands on the same conversation, without what it repeats", async () => {
    await mail.send(
      VERA,
      [HELP],
      `From: ${VERA}\nTo: ${HELP}\nSubject: Re: My bag\nMessage-ID: <2@customers.example>\nIn-Reply-To: <${id}>\n\nThank you!\n\nOn Mon, Jan 12, 2026 at 11:00 AM Shop <${HELP}> wrote:\n> Here is a new one.`,
    );
    await bela.sees("The strap broke.", "Here is a new one.", "Thank you!");
    await expect(bela.log.getByText("> Here is a new one.")).toBeHidden();
  });

  await test.step("a mail that comes back says why", async () => {
    await bela.page.getByRole("button", { name: "Recipients and subject" }).click();
    const to = bela.page.getByRole("combobox", { name: "To", exact: true });
    await to.press("Backspace");
    await to.fill("gone@customers.example");
    await to.press("Enter");
    await bela.reply("Are you there?");
    await expect(bela.log.getByRole("alert")).toContainText("this mailbox is gone");
  });

  await test.step("a mail that was not taken in is kept, and taken in once it may be", async () => {
    const [contact] = (await organisation.api.get("/contacts?search=vera")).items;
    await organisation.api.post(`/contacts/${contact.id}/block`, { reason: "spam" });
    await mail.send(
      VERA,
      [HELP],
      `From: Vera Moss <${VERA}>\nTo: ${HELP}\nSubject: My other bag\nMessage-ID: <3@customers.example>\n\nIts zip broke.`,
    );
    await inboxes.visit();
    const refused = inboxes.drawer.getByRole("region", { name: "Mails that were not taken in" });
    const mailbox = (await organisation.api.list<Stored & { channel: string }>("/inboxes")).find(
      ({ channel }) => channel === "email",
    );
    const kept = () => organisation.api.list(`/inboxes/${mailbox?.id}/refused_mails`);
    await expect.poll(async () => (await kept()).length).toBe(1);
    await inboxes.open("Mail");
    await expect(refused.getByText("My other bag")).toBeVisible();
    await expect(refused).toContainText("its sender is blocked");
    await organisation.api.post(`/contacts/${contact.id}/unblock`, {});
    await refused.getByRole("button", { name: "Process again" }).click();
    await expect(refused).toHaveCount(0);
    await bela.page.getByRole("link", { name: "All" }).click();
    await expect(bela.list.getByRole("link", { name: /Its zip broke/ })).toBeVisible();
  });
});
