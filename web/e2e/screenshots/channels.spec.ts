import { expect } from "@playwright/test";
import { returnLinkIn } from "../rapport/mailServers";
import { test } from "../rapport/test";
import { shoot } from "./camera";

test.use({ withMail: true });

const VERA = "vera@customers.example";
const HELP = "help@shop.example";

test("one conversation, by chat and by mail", async ({
  organisation,
  newAgent,
  newVisitor,
  newContext,
  server,
  mail,
}) => {
  await organisation.makePublic(server);
  await organisation.mailbox(HELP, mail);
  await organisation.configureChat({ follow_up_after_ms: 5_000 });
  await organisation.agent({ name: "Bela Baker" });
  const bela = await newAgent("Bela Baker");
  const vera = await newVisitor();
  await vera.open();
  await vera.say("The strap of my bag broke after two weeks. Can I have a new one?");
  await vera.leaveAddress(VERA);
  await bela.goOnline();
  await bela.accept();

  const way = bela.page.getByRole("button", { name: /Choose another channel$/ });
  await way.click();
  await expect(bela.page.getByRole("menuitemradio", { name: /^E-mail/ })).toBeVisible();
  await shoot(bela.page, "reach-channels");
  await bela.page.keyboard.press("Escape");

  await bela.composer.fill("We send you a new one.");
  await vera.page.goto("about:blank");
  await expect(bela.page.getByText("has left the chat.")).toBeVisible();
  await shoot(bela.page, "reach-left-chat");
  await bela.page.getByRole("button", { name: "Answer by E-mail", exact: true }).click();
  await bela.send();
  const [answer = ""] = await mail.received(VERA, 1);
  const id = /^Message-ID: <(.+)>/m.exec(answer)?.[1];
  await mail.send(
    VERA,
    [HELP],
    `From: Vera Moss <${VERA}>\nTo: ${HELP}\nSubject: Re: Bags & Straps\nMessage-ID: <1@customers.example>\nIn-Reply-To: <${id}>\n\nThank you! To my office, please.`,
  );
  await bela.sees(
    "The strap of my bag broke after two weeks. Can I have a new one?",
    "We send you a new one.",
    "Thank you! To my office, please.",
  );
  await expect(bela.page.getByRole("button", { name: /^Answer by E-mail/ })).toBeVisible();
  await shoot(bela.page, "conversation-two-channels");

  await way.click();
  await bela.page.getByRole("menuitemradio", { name: /^Chat/ }).click();
  await bela.reply("It is on its way.");
  await expect(bela.log.getByText("Unseen in the chat")).toBeVisible();
  await expect(bela.log.getByText("Sent", { exact: true })).toBeVisible();
  await shoot(bela.page, "conversation-follow-up");

  const [, followUp = ""] = await mail.received(VERA, 2);
  const page = await (await newContext()).newPage();
  await page.goto(returnLinkIn(followUp) ?? "");
  await expect(page.getByRole("heading", { name: /^Continue with/ })).toBeVisible();
  await shoot(page, "return-link");
  await page.getByRole("button", { name: "Continue the conversation" }).click();
  await expect(page.getByText("It is on its way.")).toBeVisible();
  await shoot(page, "return-chat");
  const other = await (await newContext()).newPage();
  await other.goto(returnLinkIn(followUp) ?? "");
  await other.getByRole("button", { name: "Continue the conversation" }).click();
  await expect(other.getByRole("heading", { name: "This link was used already" })).toBeVisible();
  await shoot(other, "return-used");
  await organisation.agent({ name: "Sue Visor", role: "supervisor" });
  const sue = await newAgent("Sue Visor");
  await sue.page.goto(`${server.url}/reports?days=7`);
  await expect(sue.page.getByRole("img", { name: "Channel paths" })).toBeVisible();
  await shoot(sue.page, "reports");
  for (const name of ["Channel paths", "Costs"]) {
    await sue.page.getByRole("heading", { name }).evaluate((heading) => heading.scrollIntoView());
    await shoot(sue.page, `reports-${name.toLowerCase().replace(" ", "-")}`);
  }
  await sue.page.getByRole("link", { name: /^Chat → E-mail/ }).click();
  await expect(sue.page.getByRole("main").getByRole("listitem")).toHaveCount(1);
  await shoot(sue.page, "reports-conversations");
});
