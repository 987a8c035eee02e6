import { expect, test } from "../rapport/test";
import { Crowd } from "./crowd";
import { percentile, tell } from "./figures";
import { heapBytes, note, noted } from "./interactions";

const CHATS = 500;
/** Each customer writes every two minutes of an hour, which passes in so much time. */
const MESSAGES_EACH = 30;
const HOUR_MS = 5 * 60_000;
/** Conversations that the agent goes through, again and again. */
const OPENED = 40;

test("an agent with 500 chats at once", async ({ organisation, newContext, server }) => {
  const bela = await organisation.agent({ name: "Bela Baker" });
  const crowd = await Crowd.come(server.url, organisation.inboxKey, CHATS);
  for (const id of crowd.conversationIds) {
    await organisation.api.post(`/conversations/${id}/assign`, { agent_id: bela.id });
  }
  const page = await (await newContext()).newPage();
  await note(page);
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole("textbox", { name: "E-mail" }).fill("bela@example.com");
  await page.getByRole("textbox", { name: "Password" }).fill("a long password");
  await page.getByRole("button", { name: "Sign in" }).click();
  const list = page.getByRole("complementary", { name: "Inbox" });
  await expect(list.getByRole("link", { name: /^Mine/ })).toHaveText(`Mine${CHATS}`);
  await expect(list.getByRole("listitem").first()).toBeVisible();

  const row = await list.getByRole("listitem").nth(4).boundingBox();
  if (!row) throw new Error("there is no fifth row");
  const palette = page.getByRole("dialog", { name: "Search and commands" });
  const composer = page.getByRole("textbox", { name: "Reply" });
  const open = async (n: number) => {
    const id = crowd.conversationIds[n % OPENED];
    await page.evaluate((path) => window.history.pushState(null, "", path), `/inbox/mine/${id}`);
    await expect(composer).toBeVisible();
  };
  /** What an agent does all day, each once. */
  const work = async (n: number) => {
    await open(n);
    await composer.click();
    await composer.pressSequentially("I look into it at once. ");
    await page.keyboard.press("Control+Enter");
    await composer.press("Escape");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await page.keyboard.press("Control+k");
    await expect(palette).toBeVisible();
    await page.keyboard.type("strap");
    await page.keyboard.press("Escape");
    await expect(palette).toBeHidden();
    // Rows move with every message: whichever is there.
    await page.mouse.click(row.x + row.width / 2, row.y + row.height / 2);
    await expect(composer).toBeVisible();
    await list.getByRole("link", { name: /^All/ }).click();
    await list.getByRole("link", { name: /^Mine/ }).click();
    await list.getByRole("button", { name: /^Shown: / }).click();
    await page.keyboard.press("Escape");
  };

  let over = false;
  const talk = crowd.talk(MESSAGES_EACH, HOUR_MS).then(() => {
    over = true;
  });
  const began_ms = performance.now();
  let first: number | null = null;
  let rounds = 0;
  while (!over) {
    await work(rounds++);
    // By then everything that is kept is there.
    if (first === null && rounds > OPENED && performance.now() - began_ms > HOUR_MS / 3) {
      await open(0);
      first = await heapBytes(page);
    }
  }
  await talk;
  await open(0);
  const last = await heapBytes(page);
  const { interactions, longTasks } = await noted(page);
  expect(interactions.length, "the browser notes interactions").toBeGreaterThan(rounds);
  tell("desk, 500 chats: interactions", interactions.length);
  tell("desk, 500 chats: slowest interaction", Math.max(...interactions));
  tell("desk, 500 chats: interaction, p98", percentile(interactions, 98));
  tell("desk, 500 chats: longest task", Math.max(0, ...longTasks));
  tell("desk, 500 chats: script memory after the hour", last / 1024 / 1024);
  if (first !== null) {
    tell("desk, 500 chats: growth of script memory in two thirds of the hour", (last / first - 1) * 100);
  }
  crowd.leave();
});
