import { barriers } from "../../people/barriers";
import { expectNoSidewaysScroll, expectTouchTargets, PHONE } from "../../people/phone";
import { expectSaid } from "../../people/said";
import { returnLinkIn } from "../../rapport/mailServers";
import { expect, test } from "../../rapport/test";

test.use({ withMail: true });

const VERA = "vera@customers.example";
const HELP = "help@shop.example";

test("a chat whose tab was closed goes on by mail, and back in the chat, as one conversation", async ({
  newAgent,
  newVisitor,
  newContext,
  organisation,
  server,
  mail,
}) => {
  await organisation.makePublic(server);
  await organisation.mailbox(HELP, mail);
  await organisation.agent({ name: "Bela Baker" });
  const bela = await newAgent("Bela Baker", { reducedMotion: "reduce", bypassCSP: true });
  const vera = await newVisitor();
  const by = (channel: string) =>
    bela.page.getByRole("button", { name: `Answer by ${channel}. Choose another channel` });

  await test.step("she writes in the chat and leaves an address", async () => {
    await vera.open();
    await vera.say("The strap broke");
    await vera.leaveAddress(VERA);
    await bela.goOnline();
    await bela.accept();
    await expect(by("Chat")).toBeVisible();
  });

  await test.step("the agent sees by what else she can be answered, and why not", async () => {
    await by("Chat").click();
    const menu = bela.page.getByRole("menu");
    const chat = menu.getByRole("menuitemradio", { name: /^Chat/ });
    await expect(chat).toBeChecked();
    await expect(chat).toContainText("They have the chat open");
    await expect(chat).toContainText("Suggested: They wrote by it last");
    const other = menu.getByRole("menuitemradio", { name: /^E-mail/ });
    await expect(other).toContainText(VERA);
    await expect(other).toContainText("The address is not confirmed");
    expect(await barriers(bela.page)).toEqual([]);
    await bela.page.keyboard.press("Escape");
  });

  await test.step("she leaves while the agent writes: the words keep their way until the agent says so", async () => {
    await bela.composer.fill("We send a new one.");
    await vera.page.goto("about:blank");
    await expect(bela.page.getByText("has left the chat.")).toBeVisible();
    await expect(by("Chat")).toBeVisible();
    await bela.page.getByRole("button", { name: "Answer by E-mail", exact: true }).click();
    await expect(by("E-mail")).toBeVisible();
    await expect(bela.page.getByText("They have left the chat", { exact: true })).toBeVisible();
    await expect(bela.composer).toHaveValue("We send a new one.");
    await bela.send();
    const [answer = ""] = await mail.received(VERA, 1);
    expect(answer).toContain("Subject: Bags & Straps");
    expect(answer).toContain("We send a new one.");
    expect(answer, "whoever has the mailbox may not be who chats").not.toContain("The strap broke");
    expect(returnLinkIn(answer)).toBeNull();
  });

  await test.step("her answer by mail stands on the same conversation, and is answered by mail", async () => {
    const [answer = ""] = await mail.received(VERA, 1);
    const id = /^Message-ID: <(.+)>/m.exec(answer)?.[1];
    await mail.send(
      VERA,
      [HELP],
      `From: Vera Moss <${VERA}>\nTo: ${HELP}\nSubject: Re: Bags & Straps\nMessage-ID: <1@customers.example>\nIn-Reply-To: <${id}>\n\nTo my office, please.`,
    );
    await bela.sees("The strap broke", "We send a new one.", "To my office, please.");
    await expect(by("E-mail")).toBeVisible();
    await by("E-mail").click();
    await expect(bela.page.getByRole("menuitemradio", { name: /^E-mail/ })).toContainText(
      "Suggested: They wrote by it last",
    );
    await bela.page.keyboard.press("Escape");
    await expect(bela.page.getByRole("heading", { name: "Vera Moss" }).first()).toBeVisible();
    await bela.reply("It is on its way.");
    const [, second = ""] = await mail.received(VERA, 2);
    expect(second).toContain("In-Reply-To: <1@customers.example>");
  });

  await test.step("she comes back to the page: what is in the mailbox is not shown there, and the chat goes on", async () => {
    await vera.page.goBack();
    await vera.sees("The strap broke", "We send a new one.");
    await vera.say("Is it sent?");
    await expect(by("Chat")).toBeVisible();
    await bela.reply("An hour ago.");
    await vera.sees("The strap broke", "We send a new one.", "Is it sent?", "An hour ago.");
    await bela.sees(
      "The strap broke",
      "We send a new one.",
      "To my office, please.",
      "It is on its way.",
      "Is it sent?",
      "An hour ago.",
    );
    expect(await mail.received(VERA, 2)).toHaveLength(2);
  });

  await test.step("by the link in the mail she goes on in the chat on her telephone, as herself", async () => {
    const [, second = ""] = await mail.received(VERA, 2);
    const link = returnLinkIn(second) ?? "";
    const page = await (await newContext({ ...PHONE, bypassCSP: true })).newPage();
    const log = page.getByRole("log", { name: "Messages" });
    await page.goto(link);
    await expect(page.getByRole("heading", { name: "Continue with Bags & Straps" })).toBeFocused();
    expect(await barriers(page)).toEqual([]);
    await expectNoSidewaysScroll(page);
    await expectTouchTargets(page);
    await page.reload();
    await page.getByRole("button", { name: "Continue the conversation" }).tap();
    const said = [
      "The strap broke",
      "We send a new one.",
      "To my office, please.",
      "It is on its way.",
      "Is it sent?",
      "An hour ago.",
    ];
    await expectSaid(log, said);
    expect(new URL(page.url()).hash, "whoever copies the address gives nothing away").toBe("");
    await page.getByRole("textbox", { name: "Your message" }).fill("It has come!");
    await page.getByRole("button", { name: "Send" }).tap();
    await bela.sees(...said, "It has come!");
    await expect(by("Chat")).toBeVisible();
    await bela.reply("I am glad.");
    await expectSaid(log, [...said, "It has come!", "I am glad."]);
    await page.reload();
    await expectSaid(log, [...said, "It has come!", "I am glad."]);
    await vera.sees("The strap broke", "We send a new one.", "Is it sent?", "An hour ago.", "It has come!");
    await expect(bela.list.getByRole("link", { name: /^Vera Moss/ }), "one conversation").toHaveCount(1);
  });

  await test.step("the link lets nobody else in", async () => {
    const [, second = ""] = await mail.received(VERA, 2);
    const page = await (await newContext({ bypassCSP: true })).newPage();
    await page.goto(returnLinkIn(second) ?? "");
    await page.getByRole("button", { name: "Continue the conversation" }).click();
    await expect(page.getByRole("heading", { name: "This link was used already" })).toBeFocused();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole("button", { name: "Write to us" }).click();
    await expect(page.getByRole("textbox", { name: "Your message" })).toBeVisible();
    await expect(page.getByText("The strap broke")).toHaveCount(0);
  });
});

test("what was not seen in the chat follows by mail, and is not shown twice", async ({
  newAgent,
  newVisitor,
  organisation,
  mail,
}) => {
  await organisation.mailbox(HELP, mail);
  await organisation.configureChat({ follow_up_after_ms: 5_000 });
  await organisation.agent({ name: "Bela Baker" });
  const bela = await newAgent("Bela Baker");
  const vera = await newVisitor();
  await vera.open();
  await vera.say("The strap broke");
  await vera.leaveAddress(VERA);
  await bela.goOnline();
  await bela.accept();
  await vera.page.goto("about:blank");
  const way = bela.page.getByRole("button", { name: /Choose another channel$/ });
  await expect(way).toHaveText("by E-mail");
  await way.click();
  await bela.page.getByRole("menuitemradio", { name: /^Chat/ }).click();
  await expect(way).toHaveText("by Chat");
  await expect(bela.page.getByText("has left the chat.")).toBeVisible();
  await bela.reply("We send a new one.");
  const [letter] = await mail.received(VERA, 1);
  expect(letter).toContain("We send a new one.");
  await expect(bela.log.getByText("Unseen in the chat")).toBeVisible();
  await bela.sees("The strap broke", "We send a new one.");
  await vera.page.goBack();
  await vera.sees("The strap broke", "We send a new one.");
});

test("on a phone the channel is chosen by touch", async ({ newAgent, newVisitor, organisation }) => {
  await organisation.agent({ name: "Bela Baker" });
  const bela = await newAgent("Bela Baker", PHONE);
  await bela.goOnline();
  const vera = await newVisitor();
  await vera.open();
  await vera.say("The strap broke");
  await bela.accept();
  await bela.page.getByRole("button", { name: "Answer by Chat. Choose another channel" }).tap();
  await expect(bela.page.getByRole("menuitemradio", { name: /^Chat/ })).toBeChecked();
  await expectNoSidewaysScroll(bela.page);
  await expectTouchTargets(bela.page);
});
