import { expect } from "@playwright/test";
import { Visitor } from "../people/visitor";
import { test } from "../rapport/test";
import { shoot } from "./camera";
import { AGENT, signIn } from "./demo";

test.use({ command: "demo" });

/** The demonstration's rule speaks after 15 seconds. */
const SPEAKS_WITHIN_MS = 22_000;

test("a customer in the shop", async ({ server, newContext, newCable }) => {
  const visitor = new Visitor(await (await newContext()).newPage(), await newCable());
  const { page } = visitor;
  await visitor.visit(`${server.url}/demo/`);
  await shoot(page, "widget-launcher");
  await visitor.launcher.click();
  await expect(visitor.frame.getByRole("button", { name: /^Chat\b/ })).toBeVisible();
  await shoot(page, "widget-home");
  await visitor.frame.getByRole("button", { name: /^Chat\b/ }).click();
  await visitor.say("Hello, is the duffel waterproof?");
  await expect(visitor.waiting).toBeVisible();
  await shoot(page, "widget-waiting");

  const desk = await (await newContext()).newPage();
  await signIn(desk, server.url, AGENT);
  await desk.getByRole("button", { name: /Change your presence/ }).click();
  await desk.getByRole("button", { name: "Online", exact: true }).click();
  await desk.keyboard.press("Escape");
  const offer = desk.getByRole("region", { name: "Offered to you" }).getByRole("listitem");
  await offer.filter({ hasText: "duffel" }).getByRole("button", { name: "Accept" }).click();
  await expect(desk.getByRole("log", { name: "Messages" })).toContainText("is the duffel waterproof?");
  await desk.getByRole("textbox", { name: "Reply" }).fill("The fabric is, and the zip holds a shower off.");
  await desk.keyboard.press("Control+Enter");
  await visitor.sees("The fabric is, and the zip holds a shower off.");
  await visitor.say("Perfect, then I take the green one.");
  await expect(visitor.log).toContainText(/Delivered|Read/);
  await shoot(page, "widget-talking");

  await desk.getByRole("main").getByRole("button", { name: "Resolve", exact: true }).click();
  await visitor.frame
    .getByRole("region", { name: "How was it?" })
    .getByRole("button", { name: "Good", exact: true })
    .click();
  await expect(visitor.frame.getByText("Thank you")).toBeVisible();
  await shoot(page, "widget-rating");
});

test("the shop speaks first", async ({ server, newContext, newCable }) => {
  const desk = await (await newContext()).newPage();
  await signIn(desk, server.url, AGENT);
  await desk.getByRole("button", { name: /Change your presence/ }).click();
  await desk.getByRole("button", { name: "Online", exact: true }).click();
  const come = async () => {
    const visitor = new Visitor(await (await newContext()).newPage(), await newCable());
    await visitor.visit(`${server.url}/demo/returns.html`);
    // The rule waits until they have been on the page for a while.
    const teaser = visitor.page.getByRole("button", { name: /^Answer: Is something wrong/ });
    const shown = await teaser.waitFor({ timeout: SPEAKS_WITHIN_MS }).then(
      () => true,
      () => false,
    );
    return shown ? visitor : null;
  };
  // A share of visitors, by chance, is held out.
  let visitor = await come();
  while (!visitor) visitor = await come();
  await shoot(visitor.page, "widget-speaks-first");
});
