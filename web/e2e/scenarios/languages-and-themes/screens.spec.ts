import type { Page } from "@playwright/test";
import { barriers } from "../../people/barriers";
import { expect, test } from "../../rapport/test";

/** Every list of records: its path, and what its button to make one says. */
const RECORDS = {
  inboxes: "New inbox",
  brands: "New brand",
  "proactive-rules": "New proactive rule",
  queues: "New queue",
  skills: "New skill",
  hours: "New opening hours",
  agents: "Invite agent",
  roles: "New role",
  teams: "New team",
  sites: "New site",
  tags: "New tag",
  dispositions: "New disposition",
  "canned-replies": "New canned reply",
};
const PAGES = ["organisation", "tokens", "audit", "first-steps"];

// Motion that is under way has colours of its own; axe brings its script, which no policy allows.
const options = { reducedMotion: "reduce", bypassCSP: true } as const;

const look = async (page: Page, where: string) => {
  expect.soft(await barriers(page), where).toEqual([]);
};
const closeDialog = async (page: Page) => {
  // The first key may close a list inside the dialog.
  await expect(async () => {
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden({ timeout: 1_000 });
  }).toPass();
};

test("everybody can use every page of the settings", async ({ organisation, newAgent }) => {
  test.slow();
  await organisation.agent({ name: "Bela Baker", role: "administrator" });
  const { page, cable } = await newAgent("Bela Baker", options);
  const heading = page.getByRole("main").getByRole("heading", { level: 1 });
  await page.goto(`${cable.url}/settings`);
  await expect(page.getByRole("main").getByRole("link").first()).toBeVisible();
  await look(page, "settings");
  for (const path of PAGES) {
    await page.goto(`${cable.url}/settings/${path}`);
    await expect(heading).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    await look(page, path);
  }
  await page.goto(`${cable.url}/settings/tokens`);
  await page.getByRole("button", { name: "New token" }).first().click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await look(page, "a new token");
  for (const [path, add] of Object.entries(RECORDS)) {
    await page.goto(`${cable.url}/settings/${path}`);
    await expect(heading).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    await look(page, path);
    await page.getByRole("button", { name: add, exact: true }).click();
    await expect(page.getByRole("dialog").getByRole("textbox").first()).toBeVisible();
    await look(page, add);
  }
  await page.goto(`${cable.url}/settings/agents`);
  await page.getByRole("rowheader").getByRole("button", { name: "Ada First" }).click();
  await page.getByRole("button", { name: "Password reset link" }).click();
  await expect(page.getByText("/welcome#")).toBeVisible();
  await look(page, "a link that is shown once");
  await page.getByRole("button", { name: "Archive" }).click();
  await expect(page.getByRole("dialog", { name: /Archive/ })).toBeVisible();
  await look(page, "archiving");
});

test("everybody can use the rest of the desk", async ({
  organisation,
  newAgent,
  newVisitor,
  newContext,
  server,
}) => {
  test.slow();
  await organisation.queueNamed("Billing");
  await organisation.api.post("/tags", { name: "Refund", colour: "#b4471f" });
  await organisation.api.post("/canned_replies", {
    shortcut: "thanks",
    title: "Thanks",
    text: "Thank you",
  });
  await organisation.agent({ name: "Bela Baker", role: "administrator" });
  const { page, cable, ...bela } = await newAgent("Bela Baker", options);
  await look(page, "an empty inbox");
  for (const text of ["The strap broke", "Which colours are there?"]) {
    const visitor = await newVisitor(options);
    await visitor.open();
    await visitor.say(text);
    await visitor.sees(text);
  }

  await test.step("the board", async () => {
    await page.goto(`${cable.url}/board`);
    await page.getByRole("button", { name: "Support", exact: true }).click();
    await expect(page.getByRole("list", { name: "Waiting in Support" }).getByRole("listitem")).toHaveCount(2);
    await page
      .getByRole("main")
      .getByRole("button", { name: /^Bela Baker/ })
      .click();
    await look(page, "the board, opened");
    await page.getByRole("button", { name: "Priority 5. Change" }).first().click();
    await expect(page.getByRole("menuitemradio").first()).toBeVisible();
    await look(page, "a priority");
    await page.keyboard.press("Escape");
    await page
      .getByRole("button", { name: /^Reassign/ })
      .first()
      .click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await look(page, "reassigning");
    await page.goto(`${cable.url}/board?wall=true`);
    await expect(page.getByRole("button", { name: "Leave the wallboard" })).toBeVisible();
    await expect(page.getByRole("row")).toHaveCount(3);
    await look(page, "the wallboard");
  });

  await test.step("a conversation's dialogs", async () => {
    await page.goto(`${cable.url}/inbox/all`);
    await bela.list.getByRole("link", { name: "The strap broke" }).click();
    await expect(bela.log).toContainText("The strap broke");
    for (const [key, name] of Object.entries({ t: "transferring", s: "snoozing", l: "tags" })) {
      await page.getByRole("heading", { level: 2 }).first().click();
      await page.keyboard.press(key);
      await expect(page.getByRole("dialog")).toBeVisible();
      await look(page, name);
      await closeDialog(page);
    }
    await page.getByRole("button", { name: "More" }).first().click();
    await expect(page.getByRole("menuitem").first()).toBeVisible();
    await look(page, "more");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /Change your presence and preferences/ }).click();
    await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
    await page.getByRole("button", { name: "E-mail signature" }).click();
    await expect(page.getByRole("textbox", { name: "E-mail signature" })).toBeVisible();
    await look(page, "presence and preferences");
    await page.keyboard.press("Escape");
    await bela.composer.fill("/th");
    await expect(page.getByRole("button", { name: /Thanks/ })).toBeVisible();
    await look(page, "canned replies");
    await bela.composer.fill("");
  });

  await test.step("what lies over every page", async () => {
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog")).toBeVisible();
    await look(page, "the palette");
    await closeDialog(page);
    await page.getByRole("heading", { level: 2 }).first().click();
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    await look(page, "the keys");
    await closeDialog(page);
  });

  await test.step("contacts", async () => {
    await page.goto(`${cable.url}/contacts`);
    const contacts = page.getByRole("main").getByRole("listitem").getByRole("link");
    await expect(contacts.first()).toBeVisible();
    await look(page, "contacts");
    await contacts.first().click();
    await expect(page.getByRole("button", { name: "Block" })).toBeVisible();
    await look(page, "a contact");
    await page.getByRole("button", { name: "Block" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await look(page, "blocking");
  });

  await test.step("for somebody who is not signed in", async () => {
    const stranger = await (await newContext(options)).newPage();
    await stranger.goto(`${server.url}/welcome#old`);
    await expect(stranger.getByRole("link", { name: "To the sign-in" })).toBeVisible();
    await look(stranger, "a link that is gone");
    const agents = await organisation.api.list("/agents");
    const { secret } = await organisation.api.post(`/agents/${agents[0]?.id}/access_link`, {});
    await stranger.goto("about:blank");
    await stranger.goto(`${server.url}/welcome#${secret}`);
    await expect(stranger.getByRole("button", { name: "Set password and enter" })).toBeVisible();
    await look(stranger, "a welcome");
  });
});
