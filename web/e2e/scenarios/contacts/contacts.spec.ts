import { SettingsPage } from "../../people/administrator";
import { barriers } from "../../people/barriers";
import { expectNoSidewaysScroll, expectTouchTargets, PHONE } from "../../people/phone";
import { expect, test } from "../../rapport/test";

test("what is known of a customer is written by one and seen by another", async ({
  organisation,
  newAgent,
}) => {
  await organisation.api.post("/tags", { name: "VIP", colour: "#b4471f" });
  await organisation.agent({ name: "Bela Baker" });
  const ada = await newAgent("Ada First");
  await test.step("an administrator says what is to be known", async () => {
    const fields = new SettingsPage(ada.page, "Contact fields");
    await fields.visit();
    await fields.openNew("New field");
    await fields.field("Name").fill("Plan");
    await fields.choose("Kind", "One of a list");
    const choices = fields.drawer.getByRole("combobox", { name: "Choices" });
    for (const choice of ["Gold", "Silver"]) {
      await choices.fill(choice);
      await choices.press("Enter");
    }
    await fields.save("New field");
    await fields.openNew("New field");
    await fields.field("Name").fill("Seats");
    await fields.choose("Kind", "Number");
    expect(await barriers(ada.page)).toEqual([]);
    await fields.save("New field");
    await expect(ada.page.getByRole("row", { name: /^Plan/ })).toContainText("Gold, Silver");
  });

  const bela = await newAgent("Bela Baker");
  const { page } = bela;
  await test.step("an agent writes somebody down", async () => {
    await page.getByRole("link", { name: "Contacts" }).click();
    await expect(page.getByText("No contacts yet")).toBeVisible();
    await page.getByRole("button", { name: "New contact" }).click();
    const dialog = page.getByRole("dialog", { name: "New contact" });
    await dialog.getByRole("textbox", { name: "Name" }).fill("Vera Vogel");
    await dialog.getByRole("textbox", { name: "E-mail" }).fill("vera");
    await dialog.getByRole("combobox", { name: "Company" }).fill("Alpha");
    await page.getByRole("option", { name: "Create “Alpha”" }).click();
    await dialog.getByRole("button", { name: "Create contact" }).click();
    await expect(dialog.getByText("must be an address, such as vera@example.com")).toBeVisible();
    await dialog.getByRole("textbox", { name: "E-mail" }).fill("vera@example.com");
    await dialog.getByRole("button", { name: "Create contact" }).click();
    await expect(page.getByRole("heading", { name: "Vera Vogel" })).toBeVisible();
    await expect(page.getByRole("combobox", { name: "Company" })).toHaveValue("Alpha");
  });

  await test.step("another sees each change as it is made", async () => {
    await ada.page.goto(page.url().replace(bela.cable.url, ada.cable.url));
    await expect(ada.page.getByRole("combobox", { name: "Plan" })).toBeVisible();
    await page.getByRole("combobox", { name: "Plan" }).click();
    await page.getByRole("option", { name: "Gold" }).click();
    await page.getByRole("textbox", { name: "Seats" }).fill("12");
    await page.getByRole("textbox", { name: "Seats" }).press("Enter");
    await page.getByRole("button", { name: "Add tags" }).click();
    await page.getByRole("option", { name: "VIP" }).click();
    await page.keyboard.press("Escape");
    await expect(ada.page.getByRole("combobox", { name: "Plan" })).toHaveValue("Gold");
    await expect(ada.page.getByRole("textbox", { name: "Seats" })).toHaveValue("12");
    await expect(ada.page.getByRole("button", { name: "Tags: VIP. Change" })).toBeVisible();
    // Both change something at once: neither is lost.
    await ada.page.getByRole("combobox", { name: "Language" }).fill("Germ");
    await ada.page.getByRole("option", { name: "German" }).click();
    await page.getByRole("textbox", { name: "Seats" }).fill("13");
    await page.getByRole("textbox", { name: "Seats" }).press("Enter");
    await expect(page.getByRole("combobox", { name: "Language" })).toHaveValue("German");
    await expect(ada.page.getByRole("textbox", { name: "Seats" })).toHaveValue("13");
    expect(await barriers(bela.page)).toEqual([]);
  });

  await test.step("a note is written, seen, and taken back", async () => {
    const note = page.getByRole("textbox", { name: "What should colleagues know?" });
    await note.fill("Prefers mornings");
    await note.press("Control+Enter");
    const seen = ada.page.getByRole("listitem").filter({ hasText: "Prefers mornings" });
    await expect(seen).toContainText("Bela Baker");
    await seen.getByRole("button", { name: "Remove the note" }).click();
    await expect(page.getByText("No notes yet.")).toBeVisible();
    await ada.toasts.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: "Prefers mornings" })).toBeVisible();
  });

  await test.step("addresses come and go; one that is another's is told", async () => {
    await organisation.api.post("/contacts", {
      name: "Wim",
      identities: [{ kind: "external", value: "C-1" }],
    });
    await page.getByRole("button", { name: "Add an address" }).click();
    await page.getByRole("combobox", { name: "Kind of address" }).click();
    await page.getByRole("option", { name: "external id" }).click();
    await page.getByRole("textbox", { name: "Address" }).fill("C-1");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expect(page.getByRole("alert")).toContainText("It is another contact's.");
    await page.getByRole("textbox", { name: "Address" }).fill("C-2");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    const added = ada.page.getByRole("listitem").filter({ hasText: "C-2" });
    await expect(added).toBeVisible();
    await added.getByRole("button", { name: "Remove C-2" }).click();
    await expect(page.getByText("C-2", { exact: true })).toBeHidden();
    await ada.toasts.getByRole("button", { name: "Undo" }).last().click();
    await expect(page.getByText("C-2", { exact: true })).toBeVisible();
  });
});

test("contacts are found by all that is known of them, and companies show theirs", async ({
  organisation,
  newAgent,
}) => {
  const { api } = organisation;
  const tag = await api.post<{ id: string }>("/tags", { name: "VIP", colour: "#b4471f" });
  const seats = await api.post<{ id: string }>("/contact_fields", { name: "Seats", kind: "number" });
  const company = await api.post<{ id: string }>("/companies", { name: "Alpha" });
  await api.post("/contacts", {
    name: "Vera",
    company_id: company.id,
    tag_ids: [tag.id],
    fields: { [seats.id]: 12 },
    identities: [{ kind: "email", value: "vera@example.com" }],
  });
  await api.post("/contacts", { name: "Wim", language: "de", fields: { [seats.id]: 3 } });
  await api.post("/contacts", { name: "Xenia" });
  await organisation.agent({ name: "Bela Baker" });
  const bela = await newAgent("Bela Baker");
  const { page } = bela;
  const person = (name: string) => page.getByRole("main").getByRole("link", { name: new RegExp(name) });
  await page.getByRole("link", { name: "Contacts" }).click();
  await expect(person("Xenia")).toBeVisible();
  await expect(person("Vera")).toContainText("Alpha");

  await test.step("a filter narrows at once, stands in the address, and survives a reload", async () => {
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.getByRole("button", { name: "Add a custom field" }).click();
    await page.getByRole("combobox", { name: "What Seats must be" }).click();
    await page.getByRole("option", { name: "lies between" }).click();
    await page.getByRole("textbox", { name: "Seats, until" }).fill("10");
    await page.getByRole("textbox", { name: "Seats, until" }).press("Enter");
    await expect(person("Vera")).toBeHidden();
    await expect(person("Wim")).toBeVisible();
    expect(await barriers(bela.page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.reload();
    await expect(page.getByText("Seats: 0 to 10")).toBeVisible();
    await expect(person("Wim")).toBeVisible();
    await expect(person("Xenia")).toBeHidden();
  });

  await test.step("filters add up, and are taken away one by one or all", async () => {
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.getByRole("combobox", { name: "Tag" }).click();
    await page.getByRole("option", { name: "VIP" }).click();
    await expect(page.getByText("Nobody matches")).toBeVisible();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Take away: Seats: 0 to 10" }).click();
    await expect(person("Vera")).toBeVisible();
    await expect(person("Wim")).toBeHidden();
    await page.getByRole("textbox", { name: "Search by name, e-mail or number" }).fill("nobody");
    await expect(page.getByText("Nobody matches")).toBeVisible();
    await page.getByRole("textbox", { name: "Search by name, e-mail or number" }).fill("");
    await page.getByRole("button", { name: "Take away: Tag: VIP" }).click();
    await expect(person("Xenia")).toBeVisible();
    expect(await barriers(bela.page)).toEqual([]);
  });

  await test.step("a company shows who belongs to it, and can be changed and removed", async () => {
    await page.getByRole("link", { name: "Companies" }).click();
    await expect(person("Alpha")).toContainText("1 contact");
    expect(await barriers(bela.page)).toEqual([]);
    await person("Alpha").click();
    await expect(person("Vera")).toBeVisible();
    await expect(person("Wim")).toBeHidden();
    await page.getByRole("button", { name: "Edit" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Name" }).fill("Alpha & Sons");
    await dialog.getByRole("textbox", { name: "Website" }).fill("alpha.example");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("heading", { name: "Alpha & Sons" })).toBeVisible();
    await expect(page.getByRole("link", { name: "https://alpha.example" })).toBeVisible();
    await expect(person("Vera")).toContainText("Alpha & Sons");
    expect(await barriers(bela.page)).toEqual([]);
    await page.getByRole("button", { name: "Remove" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await expect(page.getByText("No companies yet")).toBeVisible();
    await page.getByRole("link", { name: "People" }).click();
    await expect(person("Vera")).not.toContainText("Alpha");
  });
});

test("contacts on a phone", async ({ organisation, newAgent }) => {
  const { api } = organisation;
  const name = "Verena-Alexandra von und zu Habersdorff-Löwenstein";
  const field = await api.post<{ id: string }>("/contact_fields", {
    name: "How long they have known us and why they came",
    kind: "text",
  });
  const company = await api.post<{ id: string }>("/companies", { name: `${name} & Partners` });
  await api.post("/contacts", {
    name,
    company_id: company.id,
    fields: { [field.id]: "x".repeat(300) },
    identities: [{ kind: "email", value: `${"long".repeat(15)}@example.com` }],
  });
  await organisation.agent({ name: "Bela Baker" });
  const { page } = await newAgent("Bela Baker", PHONE);
  await page.getByRole("link", { name: "Contacts" }).tap();
  await expectNoSidewaysScroll(page);
  await expectTouchTargets(page);
  await page.getByRole("button", { name: "Filter", exact: true }).tap();
  await expect(page.getByRole("combobox", { name: "Company" })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await page.keyboard.press("Escape");
  await page
    .getByRole("main")
    .getByRole("link", { name: new RegExp(name) })
    .tap();
  await expect(page.getByRole("heading", { name })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectTouchTargets(page);
  await page.getByRole("link", { name: /^Open / }).tap();
  await expect(page.getByRole("heading", { name: /& Partners/ })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectTouchTargets(page);
});
