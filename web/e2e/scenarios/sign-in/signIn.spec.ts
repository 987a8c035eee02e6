import { ADMINISTRATOR, PASSWORD } from "../../rapport/organisation";
import { expect, test } from "../../rapport/test";

/** Guesses that an address may make in a minute. */
const GUESSES = 5;

test("a wrong password is refused, and guessing is slowed down", async ({
  server,
  organisation,
  newContext,
}) => {
  const page = await (await newContext()).newPage();
  await page.goto(`${server.url}/inbox/all`);
  await expect(page.getByRole("heading", { name: "Sign in to Rapport" })).toBeVisible();
  await page.getByRole("textbox", { name: "E-mail" }).fill(ADMINISTRATOR);
  const guess = async (password: string) => {
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await page.getByRole("textbox", { name: "Password" }).fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    return (await answered).status();
  };
  expect(organisation.queue.name).toBe("Support");

  expect(await guess("not the password")).toBe(401);
  await expect(page.getByRole("alert")).toHaveText("E-mail or password is wrong. Check both and try again.");
  for (let guesses = 1; guesses < GUESSES; guesses++) expect(await guess(`guess ${guesses}`)).toBe(401);
  expect(await guess(PASSWORD)).toBe(429);
  await expect(page.getByRole("alert")).toHaveText("Too many attempts. Wait a minute and try again.");
});

test("signing in leads to the page that was asked for, signing out leaves nothing", async ({
  server,
  organisation,
  newContext,
}) => {
  const context = await newContext();
  const page = await context.newPage();
  await page.goto(`${server.url}/contacts`);
  await page.getByRole("textbox", { name: "E-mail" }).fill(ADMINISTRATOR);
  await page.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Contacts" })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe("/contacts");
  expect(organisation.inboxKey).not.toBe("");

  const other = await context.newPage();
  await other.goto(`${server.url}/inbox/all`);
  await expect(other.getByRole("complementary", { name: "Inbox" })).toBeVisible();

  await page.getByRole("button", { name: /Change your presence and preferences/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in to Rapport" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { name: "Sign in to Rapport" })).toBeVisible();

  await test.step("the other tab says by itself that the session is over", async () => {
    await expect(other.getByRole("heading", { name: "Sign in to Rapport" })).toBeVisible();
  });
});
