import { expect, type Page } from "@playwright/test";

/** As `rapport demo` prints them. */
const PASSWORD = "demonstration";
export const AGENT = "agent@harbour-pine.example";
export const ADMINISTRATOR = "admin@harbour-pine.example";

export async function signIn(page: Page, url: string, email: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByRole("textbox", { name: "E-mail" }).fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("complementary", { name: "Inbox" })).toBeVisible();
}
