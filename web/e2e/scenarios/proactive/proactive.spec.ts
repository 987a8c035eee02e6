import type { Response } from "@playwright/test";
import { isHeldOut, newMemory } from "../../../widget/src/proactive/memory";
import { SettingsPage } from "../../people/administrator";
import type { Visitor } from "../../people/visitor";
import type { Stored } from "../../rapport/api";
import type { Organisation } from "../../rapport/organisation";
import { callRapport } from "../../rapport/page";
import { expect, test } from "../../rapport/test";

const TEXT = "May I help with your order?";

const track = ({ page }: Visitor, name: string) => callRapport(page, "track", name);
const teaser = ({ page }: Visitor) => page.getByRole("status").filter({ hasText: TEXT });
const answer = ({ page }: Visitor) => page.getByRole("button", { name: `Answer: ${TEXT}` });

/** What the server says when the page asks whether a rule may speak. */
const asked = ({ page }: Visitor): Promise<Response> =>
  page.waitForResponse((response) => response.url().includes("/webchat/v1/proactive/"));

const ruleIn = ({ api, inbox }: Organisation, fields: object): Promise<Stored> =>
  api.post("/proactive_rules", {
    name: "Help with the order",
    enabled: true,
    inbox_id: inbox.id,
    conditions: [{ kind: "event", name: "cart_abandoned" }],
    text: TEXT,
    every_hours: 24,
    holdout_percent: 0,
    only_when_free: true,
    ...fields,
  });

const results = ({ api }: Organisation, { id }: Stored) => api.get<object>(`/proactive_rules/${id}/results`);

test("the chat speaks first, where somebody is free, and is answered", async ({
  organisation,
  newVisitor,
  newAgent,
}) => {
  await organisation.agent({ name: "Bela Baker" });
  await organisation.agent({ name: "Sue Visor", role: "administrator", queues: [] });
  const sue = await newAgent("Sue Visor");
  const rules = new SettingsPage(sue.page, "Proactive rules");

  await test.step("an administrator makes the rule", async () => {
    await rules.visit();
    await rules.openNew("New proactive rule");
    await rules.field("Name").fill("Help with the order");
    await rules.choose("Inbox", "Shop");
    await rules.field("What the chat says").fill(TEXT);
    await rules.choose("Condition 1", "The page reports an event");
    await rules.field("Name of the event").fill("cart_abandoned");
    await rules.drawer.getByRole("textbox", { name: "Hold out from" }).fill("0");
    await rules.save("New proactive rule");
  });

  await test.step("nobody is free: nobody is invited to wait", async () => {
    const kim = await newVisitor();
    const reply = asked(kim);
    await track(kim, "cart_abandoned");
    expect(((await (await reply).json()) as { text: string | null }).text).toBeNull();
    await expect(teaser(kim)).toBeHidden();
  });

  const bela = await newAgent("Bela Baker");
  await bela.goOnline();
  const vera = await newVisitor();
  await test.step("the words stand beside the button, and open the chat", async () => {
    await track(vera, "something else");
    await track(vera, "cart_abandoned");
    await expect(teaser(vera)).toContainText("Bags & Straps");
    await answer(vera).click();
    await expect(vera.composer).toBeVisible();
    await expect(teaser(vera)).toBeHidden();
    await expect(vera.log).toContainText(TEXT);
    await vera.say("Yes, which bag is the lightest?");
    await vera.sees(TEXT, "Yes, which bag is the lightest?");
  });

  await test.step("the agent sees what was asked; both see it after a reload", async () => {
    await bela.accept();
    await bela.sees("Yes, which bag is the lightest?");
    await bela.unfoldEvents();
    await expect(bela.log).toContainText(`The chat had asked: “${TEXT}”`);
    await vera.page.reload();
    await vera.sees(TEXT, "Yes, which bag is the lightest?");
    await bela.resolve();
    await bela.finishWrapUp();
  });

  await test.step("the results count it", async () => {
    await rules.open("Help with the order");
    const figures = rules.drawer.getByRole("region", { name: "Results" });
    await expect(figures).toContainText("Shown1");
    await expect(figures).toContainText("Answered1100%");
    await expect(figures).toContainText("Resolved1100%");
  });
});

test("a rule respects its cap, and never comes back once it was dismissed", async ({
  organisation,
  newVisitor,
}) => {
  const rule = await ruleIn(organisation, { only_when_free: false });
  const vera = await newVisitor();
  const again = async () => {
    const watched = vera.page.waitForResponse((response) => response.url().endsWith("/widget/proactive.js"));
    await vera.page.reload();
    // What watches the rules is there once it has looked: it notes the visit.
    await watched;
    await track(vera, "cart_abandoned");
  };
  await track(vera, "cart_abandoned");
  await expect(teaser(vera)).toBeVisible();
  const asks: string[] = [];
  vera.page.on("request", (request) => {
    if (request.url().includes("/webchat/v1/proactive/")) asks.push(request.url());
  });
  await again();
  // Whatever the page had to ask was asked before the chat stands open.
  await vera.open();
  expect(asks, "once in its hours").toEqual([]);
  await vera.close();
  await expect(teaser(vera)).toBeHidden();
  expect(await results(organisation, rule)).toMatchObject({ shown: 1, dismissed: 0 });

  const past = await vera.page.evaluate(() => {
    const name = Object.keys(localStorage).find((key) => key.endsWith(":proactive")) ?? "";
    const memory = JSON.parse(localStorage.getItem(name) ?? "{}");
    for (const one of Object.values(memory.rules) as { at: number }[]) one.at -= 25 * 3_600_000;
    localStorage.setItem(name, JSON.stringify(memory));
    return name;
  });
  expect(past).not.toBe("");
  await again();
  await expect(teaser(vera), "a day later").toBeVisible();
  const told = asked(vera);
  await vera.page.getByRole("button", { name: "Dismiss" }).click();
  await told;
  await expect(teaser(vera)).toBeHidden();
  expect(await results(organisation, rule)).toMatchObject({ shown: 2, dismissed: 1 });
});

test("a share of visitors is held out, and counted when they write all the same", async ({
  organisation,
  newVisitor,
}) => {
  const rule = await ruleIn(organisation, { only_when_free: false, holdout_percent: 50 });
  const chances = Array.from({ length: 100 }, (_, index) => index / 100);
  const asRule = { id: rule.id, conditions: [], every_hours: 24, holdout_percent: 50 };
  const chance = chances.find((one) => isHeldOut(newMemory(one), asRule)) ?? 0;
  const vera = await newVisitor();
  await vera.page.evaluate(
    ([key, memory]) => localStorage.setItem(`rapport:${key}:proactive`, memory ?? ""),
    [organisation.inboxKey, JSON.stringify(newMemory(chance))],
  );
  await vera.page.reload();
  const told = asked(vera);
  await track(vera, "cart_abandoned");
  await told;
  await expect(teaser(vera)).toBeHidden();
  await vera.open();
  await vera.say("I write all the same");
  await vera.sees("I write all the same");
  await expect
    .poll(() => results(organisation, rule))
    .toMatchObject({ shown: 0, held_out: 1, started_without: 1 });
});

test("a single-page app moves on to the page that a rule is for", async ({ organisation, newVisitor }) => {
  await ruleIn(organisation, {
    only_when_free: false,
    conditions: [
      { kind: "url", op: "contains", value: "/checkout" },
      { kind: "fact", key: "cart_value", op: "at_least", value: "100" },
    ],
  });
  const vera = await newVisitor();
  await callRapport(vera.page, "setContext", { cart_value: 129.5 });
  await vera.page.evaluate(() => history.pushState(null, "", "/checkout"));
  await expect(teaser(vera)).toBeVisible();
});
