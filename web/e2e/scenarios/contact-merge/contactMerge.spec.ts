import type { Page } from "@playwright/test";
import { barriers } from "../../people/barriers";
import { expectNoSidewaysScroll, expectTouchTargets, PHONE } from "../../people/phone";
import { expect, test } from "../../rapport/test";

interface Known {
  id: string;
  identities: { id: string; value: string }[];
}

const suggestion = (page: Page) => page.getByRole("region", { name: "Possible duplicate" });
const comparison = (page: Page) => page.getByRole("dialog", { name: "Are they the same person?" });

test("who claims a known address is suggested, compared, merged and taken out again", async ({
  organisation,
  newVisitor,
  newAgent,
  bela,
}) => {
  const { api } = organisation;
  const plan = await api.post<{ id: string }>("/contact_fields", { name: "Plan", kind: "text" });
  const company = await api.post<{ id: string }>("/companies", { name: "Alpha" });
  const email = { kind: "email", value: "vera@example.com" };
  const vera = await api.post<Known>("/contacts", {
    name: "Vera Vogel",
    language: "de",
    company_id: company.id,
    fields: { [plan.id]: "Gold" },
    identities: [
      { ...email, verified: true },
      { kind: "external", value: "C-1" },
    ],
  });
  await organisation.agent({ name: "Sue Visor" });
  const sue = await newAgent("Sue Visor");
  await sue.page.goto(`${sue.cable.url}/contacts/${vera.id}`);
  await expect(sue.page.getByRole("heading", { name: "Vera Vogel" })).toBeVisible();

  const visitor = await newVisitor();
  await visitor.open();
  await visitor.say("The strap broke");
  await bela.accept();
  await bela.sees("The strap broke");
  const claimed = new URL(bela.page.url()).pathname.split("/").at(-1);
  const { contact } = await api.get<{ contact: { id: string } }>(`/conversations/${claimed}`);

  await test.step("nothing is suggested until there is a reason; then it comes by itself", async () => {
    await expect(bela.page.getByRole("button", { name: "Add an address" })).toBeVisible();
    await expect(suggestion(bela.page)).toBeHidden();
    await api.change(`/contacts/${contact.id}`, { name: "V. Vogel", fields: { [plan.id]: "Silver" } });
    await api.post(`/contacts/${contact.id}/identities`, { ...email, verified: false });
    await expect(suggestion(bela.page)).toContainText("May be the same as Vera Vogel");
    await expect(suggestion(bela.page)).toContainText(
      "vera@example.com is confirmed as Vera Vogel’s; V. Vogel only claimed it.",
    );
  });

  const dialog = comparison(bela.page);
  await test.step("both are shown side by side; what differs is chosen", async () => {
    await suggestion(bela.page).getByRole("button", { name: "Compare" }).click();
    await expect(dialog.getByRole("columnheader", { name: "Vera Vogel" })).toBeVisible();
    await expect(dialog.getByRole("radio", { name: "Language: German" })).toBeChecked();
    const company = dialog.getByRole("row", { name: /^Company/ });
    await expect(company).toContainText("Alpha");
    await expect(company.getByRole("radio"), "only one has it: both do").toHaveCount(0);
    await expect(dialog.getByRole("radio", { name: "Name: Vera Vogel" })).toBeChecked();
    await expect(dialog.getByRole("radio", { name: "Plan: Gold" })).toBeChecked();
    await dialog.getByRole("radio", { name: "Plan: Silver" }).check();
    expect(await barriers(bela.page)).toEqual([]);
    await dialog.getByRole("button", { name: "Merge" }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step("the conversation is hers, and whoever looks at her sees it come", async () => {
    await expect(bela.conversation.getByRole("heading", { name: "Vera Vogel" })).toBeVisible();
    await expect(suggestion(bela.page)).toBeHidden();
    await expect(bela.page.getByRole("textbox", { name: "Plan" })).toHaveValue("Silver");
    await expect(sue.page.getByRole("textbox", { name: "Plan" })).toHaveValue("Silver");
    await expect(sue.page.getByRole("main")).toContainText("The strap broke");
    await sue.page.goto(`${sue.cable.url}/contacts/${contact.id}`);
    await expect(sue.page.getByRole("heading", { name: "Vera Vogel" })).toBeVisible();
    await expect(sue.page).toHaveURL(new RegExp(vera.id));
    await visitor.say("Hello?");
    await bela.sees("The strap broke", "Hello?");
  });

  await test.step("it is undone where it is listed, and both are as they were", async () => {
    const undo = sue.page.getByRole("button", { name: "Undo the merge of V. Vogel" });
    await expect(sue.page.getByRole("button", { name: "Merged contacts" })).toBeVisible();
    await undo.click();
    await expect(undo).toBeHidden();
    await expect(sue.page.getByRole("textbox", { name: "Plan" })).toHaveValue("Gold");
    await expect(sue.page.getByRole("main")).not.toContainText("The strap broke");
    await expect(bela.conversation.getByRole("heading", { name: "V. Vogel" })).toBeVisible();
    await expect(bela.page.getByRole("textbox", { name: "Plan" })).toHaveValue("Silver");
    await expect(suggestion(bela.page)).toBeHidden();
  });
});

test("contacts are merged by hand, told apart, and one becomes two", async ({ organisation, newAgent }) => {
  const { api } = organisation;
  const phone = { kind: "phone", value: "+49421123456" };
  const hannah = await api.post<Known>("/contacts", { name: "Hannah Berg", identities: [phone] });
  await api.post<Known>("/contacts", {
    name: "Kim Berg",
    identities: [phone, { kind: "email", value: "kim@example.com" }],
  });
  await organisation.agent({ name: "Bela Baker" });
  const bela = await newAgent("Bela Baker");
  const { page } = bela;
  await page.goto(`${bela.cable.url}/contacts/${hannah.id}`);

  await test.step("a family shares a number: they are not suggested again, until that is taken back", async () => {
    await expect(suggestion(page)).toContainText("Both gave +49421123456; nobody has confirmed it.");
    await suggestion(page).getByRole("button", { name: "Compare" }).click();
    await comparison(page).getByRole("button", { name: "They are two people" }).click();
    await expect(suggestion(page)).toBeHidden();
    await bela.toasts.getByRole("button", { name: "Undo" }).click();
    await expect(suggestion(page)).toBeVisible();
  });

  const more = (name: string) =>
    test.step(name, async () => {
      await page.getByRole("main").getByRole("button", { name: "More" }).click();
      await page.getByRole("menuitem", { name }).click();
    });
  await test.step("the other is looked for, and the toast takes it back", async () => {
    await more("Merge with another…");
    const dialog = page.getByRole("dialog", { name: "Merge Hannah Berg with" });
    await expect(dialog.getByRole("button", { name: /Kim Berg/ })).toBeVisible();
    await dialog.getByRole("textbox").fill("nobody by this name");
    await expect(dialog.getByText("Nobody matches")).toBeVisible();
    await dialog.getByRole("textbox").fill("kim@");
    await dialog.getByRole("button", { name: /Kim Berg/ }).click();
    await comparison(page).getByRole("button", { name: "Merge", exact: true }).click();
    await expect(page.getByText("kim@example.com").first()).toBeVisible();
    await bela.toasts.filter({ hasText: "Contacts merged" }).getByRole("button", { name: "Undo" }).click();
    await expect(page.getByText("kim@example.com")).toHaveCount(0);
  });

  await test.step("an address goes to somebody else, and comes back", async () => {
    await more("Split…");
    const dialog = page.getByRole("dialog", { name: "Split Hannah Berg" });
    await expect(dialog.getByRole("button", { name: "Split off" })).toBeDisabled();
    await dialog.getByRole("textbox", { name: "Name of the other" }).fill("Joost Berg");
    await dialog.getByRole("checkbox", { name: /\+49421123456/ }).check();
    expect(await barriers(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Split off" }).click();
    await expect(page.getByText("No identities known.")).toBeVisible();
    await bela.toasts.filter({ hasText: "Joost Berg" }).getByRole("button", { name: "Undo" }).click();
    await expect(page.getByText("+49421123456").first()).toBeVisible();
    await expect(page.getByRole("button", { name: "Undo the merge of Joost Berg" })).toBeVisible();
  });
});

test("side by side on a phone", async ({ organisation, newAgent }) => {
  const { api } = organisation;
  const name = "Verena-Alexandra von und zu Habersdorff-Löwenstein";
  const identities = [{ kind: "email", value: `${"long".repeat(15)}@example.com` }];
  const one = await api.post<Known>("/contacts", { name, identities });
  await api.post("/contacts", { name: "V.", identities });
  await organisation.agent({ name: "Bela Baker" });
  const { page, cable } = await newAgent("Bela Baker", PHONE);
  await page.goto(`${cable.url}/contacts/${one.id}`);
  await expect(suggestion(page)).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectTouchTargets(page);
  await suggestion(page).getByRole("button", { name: "Compare" }).tap();
  await expect(comparison(page).getByRole("radio", { name: "Name: V." })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectTouchTargets(page);
});
