import type { Agent } from "../../people/agent";
import { expect, test } from "../../rapport/test";

const tagDialog = ({ page }: Agent) => page.getByRole("dialog", { name: "Tags" });
const row = ({ list }: Agent, text: string) => list.getByRole("link", { name: text });

test("conversations are tagged by several at once, and found by it", async ({
  organisation,
  newVisitor,
  newAgent,
}) => {
  await organisation.api.post("/tags", { name: "Refund", colour: "#b4471f" });
  await organisation.agent({ name: "Bela Baker" });
  await organisation.agent({ name: "Sue Visor", role: "administrator" });
  const bela = await newAgent("Bela Baker");
  await bela.goOnline();
  for (const text of ["I want my money back", "Which colours are there?"]) {
    const visitor = await newVisitor();
    await visitor.open();
    await visitor.say(text);
    await bela.accept();
    await bela.sees(text);
  }
  const sue = await newAgent("Sue Visor");

  await test.step("by keyboard, and a colleague sees it at once", async () => {
    await row(bela, "I want my money back").click();
    await sue.page.goto(bela.page.url().replace(bela.cable.url, sue.cable.url).replace("/mine/", "/all/"));
    await expect(sue.log).toContainText("I want my money back");
    await bela.page.getByRole("heading", { level: 2 }).first().click();
    await bela.page.keyboard.press("l");
    await expect(tagDialog(bela)).toBeVisible();
    await bela.page.keyboard.type("ref");
    await bela.page.keyboard.press("Enter");
    await expect(tagDialog(bela).getByRole("option", { name: "Refund", checked: true })).toBeVisible();
    await bela.page.keyboard.press("Escape");
    await expect(sue.conversation.getByRole("button", { name: "Tags: Refund. Change" })).toBeVisible();
    await sue.unfoldEvents();
    await expect(sue.log).toContainText("Bela Baker added Refund");
  });

  await test.step("an administrator makes a new one on the way; both stay", async () => {
    await sue.conversation.getByRole("button", { name: "Tags: Refund. Change" }).click();
    await tagDialog(sue).getByRole("combobox", { name: "Search tags" }).fill("Angry");
    await tagDialog(sue).getByRole("option", { name: "Create “Angry”" }).click();
    await expect(tagDialog(sue).getByRole("option", { name: "Angry", checked: true })).toBeVisible();
    await sue.page.keyboard.press("Escape");
    await expect(
      bela.conversation.getByRole("button", { name: "Tags: Refund, Angry. Change" }),
    ).toBeVisible();
    await expect(
      row(bela, "I want my money back").getByRole("img", { name: "Tags: Refund, Angry" }),
    ).toBeVisible();
  });

  await test.step("the list shows those with a tag, and lets go of one that loses it", async () => {
    await bela.list.getByRole("button", { name: "Shown: Open. Change" }).click();
    await bela.page.getByRole("menuitemradio", { name: "Angry" }).click();
    await expect(row(bela, "I want my money back")).toBeVisible();
    await expect(row(bela, "Which colours are there?")).toBeHidden();
    await sue.conversation.getByRole("button", { name: "Tags: Refund, Angry. Change" }).click();
    await tagDialog(sue).getByRole("option", { name: "Angry" }).click();
    await expect(bela.list.getByText("Nothing here with this tag")).toBeVisible();
    await bela.page.reload();
    await expect(bela.list.getByText("Nothing here with this tag")).toBeVisible();
  });
});

test("a conversation is put aside, and comes back", async ({ organisation, bela, newTalk }) => {
  const vera = await newTalk("Ask me again tomorrow");
  await bela.sees("Ask me again tomorrow");
  const id = bela.page.url().split("/").at(-1)?.split("?")[0];

  await test.step("it leaves the list", async () => {
    await bela.conversation.getByRole("button", { name: "Snooze" }).click();
    await bela.page
      .getByRole("dialog")
      .getByRole("button", { name: /^Tomorrow/ })
      .click();
    await expect(bela.page.getByRole("dialog")).toBeHidden();
    await expect(
      bela.conversation.getByText(/^Until .*9:00/).or(bela.conversation.getByText(/^Until .*09:00/)),
    ).toBeVisible();
    await expect(bela.list.getByText("Nothing waits for you")).toBeVisible();
    await bela.list.getByRole("button", { name: "Shown: Open. Change" }).click();
    await bela.page.getByRole("menuitemradio", { name: "Snoozed" }).click();
    await expect(row(bela, "Ask me again tomorrow")).toBeVisible();
  });

  await test.step("the customer's word takes it up again, as an offer to the same agent", async () => {
    await vera.say("Today is fine, too");
    await expect(bela.offers).toContainText("Today is fine, too");
    await expect(bela.list.getByText("Nothing snoozed")).toBeVisible();
    await bela.accept();
    await bela.sees("Ask me again tomorrow", "Today is fine, too");
    await bela.unfoldEvents();
    await expect(bela.log).toContainText("Back from snooze");
  });

  await test.step("its time has come", async () => {
    await expect(row(bela, "Today is fine, too")).toBeVisible();
    const until = new Date(Date.now() + 1_500).toISOString();
    await organisation.api.post(`/conversations/${id}/snooze`, { until });
    await expect(row(bela, "Today is fine, too")).toBeHidden();
    await expect(bela.toasts.getByText(/^Back from snooze/)).toBeVisible();
    await expect(row(bela, "Today is fine, too")).toBeVisible();
  });
});
