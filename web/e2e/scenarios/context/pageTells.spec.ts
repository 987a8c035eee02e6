import type { Agent } from "../../people/agent";
import type { Visitor } from "../../people/visitor";
import { callRapport } from "../../rapport/page";
import { expect, test } from "../../rapport/test";

type Facts = Record<string, string | number | boolean | null>;

/** The shop's own script says what it knows. */
const tell = ({ page }: Visitor, facts: Facts) => callRapport(page, "setContext", facts);

const fact = (agent: Agent, key: string) =>
  agent.page.getByRole("term").filter({ hasText: key }).locator("xpath=following-sibling::dd");

test("what the page knows nobody asks for, and what an agent corrected stands", async ({
  newVisitor,
  bela,
}) => {
  const vera = await newVisitor();
  await tell(vera, { order: 1042, member: true });
  await vera.open();
  await vera.say("The strap broke");
  await bela.accept();

  await test.step("the agent sees it with the first message", async () => {
    await expect(fact(bela, "order")).toContainText("1042");
    await expect(fact(bela, "order")).toContainText("from the page");
    await expect(fact(bela, "member")).toContainText("true");
  });

  await test.step("what the page says later comes at once; what it takes back goes", async () => {
    await tell(vera, { cart: "2 bags", member: null });
    await expect(fact(bela, "cart")).toContainText("2 bags");
    await expect(fact(bela, "member")).toBeHidden();
  });

  await test.step("the agent knows better, also after the page is loaded again", async () => {
    await bela.page.getByRole("button", { name: "Correct order" }).click();
    await bela.page.getByRole("textbox", { name: "order" }).fill("1043");
    await bela.page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(fact(bela, "order")).toContainText("from an agent");
    await vera.page.reload();
    await tell(vera, { order: 1042, cart: "3 bags" });
    await expect(fact(bela, "cart")).toContainText("3 bags");
    await expect(fact(bela, "order")).toContainText("1043");
  });
});

test("agents see the pages that a customer was on, before they wrote and since", async ({
  hostPage,
  newVisitor,
  bela,
}) => {
  const vera = await newVisitor();
  const pages = bela.page
    .locator("section")
    .filter({ has: bela.page.getByRole("button", { name: "Pages visited" }) });
  const visited = pages.getByRole("listitem");
  const addresses = () =>
    visited
      .getByRole("link")
      .evaluateAll((links) => links.map((it) => new URL((it as HTMLAnchorElement).href).pathname));
  await vera.visit(`${hostPage.origin}/straps`);
  await vera.page.evaluate(() => history.pushState(null, "", "/straps/long"));
  await vera.visit(`${hostPage.origin}/returns`);
  await vera.open();
  await vera.say("The strap broke");
  await bela.accept();
  await expect.poll(addresses).toEqual(["/returns", "/straps/long", "/straps", "/"]);

  await test.step("a new page, and a move of a single-page app, come at once", async () => {
    await vera.page.goto(`${hostPage.origin}/contact`);
    await expect.poll(addresses).toEqual(["/contact", "/returns", "/straps/long", "/straps", "/"]);
    await vera.page.evaluate(() => history.pushState(null, "", "/imprint"));
    await expect.poll(async () => (await addresses())[0]).toBe("/imprint");
    await expect(visited).toHaveCount(5);
    await pages.getByRole("button", { name: "Show all 6" }).click();
    await expect(visited).toHaveCount(6);
  });
});
