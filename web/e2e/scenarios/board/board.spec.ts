import type { Page } from "@playwright/test";
import { expect, test } from "../../rapport/test";

const figure = (page: Page, queue: string, place: number) =>
  page
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name: queue }) })
    .getByRole("cell")
    .nth(place);
const WAITING = 0;
const SERVICE_LEVEL = 3;
const ANSWERED = 4;
const ABANDONED = 6;

test("a supervisor sees who waits, and decides who is next", async ({
  organisation,
  newVisitor,
  newAgent,
}) => {
  await organisation.agent({ name: "Sue Visor", role: "supervisor" });
  const { id } = await organisation.agent({ name: "Bela Baker" });
  // Room for one chat, so that it matters which is first.
  await organisation.api.change(`/agents/${id}`, { capacity_units: 33 });
  const queue = organisation.queue.name as string;
  const sue = await newAgent("Sue Visor");
  await sue.page.goto(`${sue.cable.url}/board`);
  await expect(figure(sue.page, queue, WAITING)).toHaveText("0");
  for (const text of ["I am first", "It is urgent"]) {
    const visitor = await newVisitor();
    await visitor.open();
    await visitor.say(text);
    await visitor.sees(text);
  }

  await test.step("who waits is counted and listed as it happens", async () => {
    await expect(figure(sue.page, queue, WAITING)).toHaveText("2");
    await sue.page.getByRole("button", { name: queue, exact: true }).click();
    const line = sue.page.getByRole("list", { name: `Waiting in ${queue}` }).getByRole("listitem");
    await expect(line).toHaveCount(2);
    await expect(line.nth(0)).toContainText("I am first");
    await line.nth(1).getByRole("button", { name: "Priority 5. Change" }).click();
    await sue.page.getByRole("menuitemradio", { name: "10 · highest" }).click();
    await expect(line.nth(0)).toContainText("It is urgent");
    await expect(line.nth(0).getByRole("button", { name: "Priority 10. Change" })).toBeVisible();
  });

  await test.step("routing goes by it", async () => {
    const bela = await newAgent("Bela Baker");
    await bela.goOnline();
    await bela.accept();
    await bela.sees("It is urgent");
    await expect(figure(sue.page, queue, ANSWERED)).toHaveText("1");
    await expect(figure(sue.page, queue, SERVICE_LEVEL)).toContainText("100%");
    await sue.page.getByRole("button", { name: /^Bela Baker/ }).click();
    const hers = sue.page.getByRole("list", { name: "Bela Baker: work in hand" });
    await expect(hers).toContainText("It is urgent");
  });

  await test.step("whoever is resolved unanswered was abandoned", async () => {
    const [first] = await organisation.api.list(`/interactions?queue_id=${organisation.queue.id}`);
    await organisation.api.post(`/conversations/${first?.conversation_id}/resolve`, {});
    await expect(figure(sue.page, queue, ABANDONED)).toHaveText("1");
    await expect(figure(sue.page, queue, WAITING)).toHaveText("0");
    await sue.page.reload();
    await expect(figure(sue.page, queue, ABANDONED)).toHaveText("1");
  });

  await test.step("it is read from across the room", async () => {
    await sue.page.getByRole("button", { name: "Wallboard" }).click();
    await expect(sue.page.getByRole("navigation", { name: "Main" })).toBeHidden();
    await sue.page.getByRole("button", { name: "Leave the wallboard" }).click();
    await expect(sue.page.getByRole("button", { name: "Wallboard" })).toBeVisible();
  });
});

test("a supervisor reads along, and moves the talk on while it goes on", async ({
  organisation,
  bela,
  newTalk,
  newAgent,
}) => {
  const billing = await organisation.queueNamed("Billing");
  await organisation.agent({ name: "Sue Visor", role: "supervisor" });
  await organisation.agent({ name: "Carl Coin", queues: [billing] });
  const visitor = await newTalk("Where is my invoice?");
  const sue = await newAgent("Sue Visor");
  const carl = await newAgent("Carl Coin");
  await carl.goOnline();
  await sue.page.goto(`${sue.cable.url}/board`);
  await sue.page.getByRole("button", { name: /^Bela Baker/ }).click();
  const hers = sue.page.getByRole("list", { name: "Bela Baker: work in hand" });
  await hers.getByRole("link").click();
  await sue.sees("Where is my invoice?");

  await bela.reply("Which order was it?");
  await visitor.sees("Where is my invoice?", "Which order was it?");
  await sue.sees("Where is my invoice?", "Which order was it?");
  await visitor.say("Number 4711");
  await sue.sees("Where is my invoice?", "Which order was it?", "Number 4711");

  await sue.page.goBack();
  await sue.page.getByRole("button", { name: /^Bela Baker/ }).click();
  await hers.getByRole("button", { name: /^Reassign/ }).click();
  const dialog = sue.page.getByRole("dialog", { name: "Transfer conversation" });
  await dialog.getByRole("combobox", { name: "Queue" }).click();
  await sue.page.getByRole("option", { name: "Billing" }).click();
  await dialog.getByRole("button", { name: "Transfer" }).click();
  await expect(sue.page.getByText("Nothing in hand.")).toBeVisible();
  await carl.accept();
  await carl.reply("It is on its way");
  await visitor.sees("Where is my invoice?", "Which order was it?", "Number 4711", "It is on its way");
});
