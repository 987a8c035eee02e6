import { expect } from "@playwright/test";
import { ADMINISTRATOR, PASSWORD } from "../rapport/organisation";
import { test } from "../rapport/test";
import { shoot } from "./camera";

test("the first run", async ({ server, newContext }) => {
  const page = await (await newContext()).newPage();
  await page.goto(server.setupLink ?? "");
  const next = () => page.getByRole("button", { name: "Next" }).click();
  const heading = (name: string) => page.getByRole("heading", { name });
  await expect(heading("Your organisation")).toBeVisible();
  await page.getByRole("textbox", { name: "Name of the organisation" }).fill("Bags & Straps");
  await shoot(page, "setup-organisation");
  await next();
  await page.getByRole("textbox", { name: "Your name" }).fill("Ada First");
  await page.getByRole("textbox", { name: "E-mail" }).fill(ADMINISTRATOR);
  await page.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
  await shoot(page, "setup-you");
  await next();
  await expect(heading("Your first web chat")).toBeVisible();
  await shoot(page, "setup-web-chat");
  await page.getByRole("button", { name: "Finish" }).click();
  await expect(heading("Ready")).toBeVisible();
  await shoot(page, "setup-ready");
  await page.getByRole("link", { name: "Open the inbox" }).click();
  await expect(page.getByRole("region", { name: "First steps" })).toBeVisible();
  await shoot(page, "first-steps");
});
