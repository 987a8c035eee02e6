import { expect } from "@playwright/test";
import { test } from "../rapport/test";
import { shoot } from "./camera";

test("what agents do with several conversations, and with colleagues", async ({
  organisation,
  bela,
  newVisitor,
  newAgent,
}) => {
  await organisation.agent({ name: "Sue Visor", role: "supervisor" });
  const sue = await newAgent("Sue Visor");
  const { page } = bela;
  for (const words of ["The strap of my bag broke on the second day", "Is there a blue one?"]) {
    const visitor = await newVisitor();
    await visitor.open();
    await visitor.say(words);
    await bela.accept();
    await bela.sees(words);
  }

  await sue.page.goto(sue.cable.url + new URL(page.url()).pathname.replace("/mine/", "/all/"));
  await sue.sees("Is there a blue one?");
  await sue.page.keyboard.press("n");
  await sue.page.getByRole("textbox", { name: "Note" }).pressSequentially("@Bela");
  await expect(sue.page.getByRole("button", { name: /Bela Baker/ }).last()).toBeVisible();
  await shoot(sue.page, "mention");
  await sue.page.getByRole("textbox", { name: "Note" }).fill("@Bela Baker the **blue** one is sold out");
  await sue.page.keyboard.press("Control+Enter");
  await expect(bela.log).toContainText("sold out");
  await shoot(page, "note");

  await page.getByRole("heading", { level: 2 }).first().click();
  await page.keyboard.press("m");
  const dialog = page.getByRole("dialog", { name: "Merge conversation" });
  await expect(dialog).toBeVisible();
  await shoot(page, "merge");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();

  await bela.conversation.getByRole("button", { name: "More" }).click();
  await expect(page.getByRole("menuitem").first()).toBeVisible();
  await shoot(page, "more");
  await page.keyboard.press("Escape");

  await bela.list.getByRole("button", { name: /^Shown: / }).click();
  await page.getByRole("menuitemcheckbox", { name: "Unanswered only" }).click();
  await bela.list.getByRole("button", { name: /^Shown: / }).click();
  await page.getByRole("menuitem", { name: "Save this view…" }).click();
  await expect(page.getByRole("dialog", { name: "Save this view" })).toBeVisible();
  await shoot(page, "save-view");
  await page.keyboard.press("Escape");

  await expect(page.getByRole("dialog")).toBeHidden();
  await bela.list.getByRole("listitem").first().hover();
  await bela.list.getByRole("checkbox").first().check();
  await expect(page.getByText("1 selected")).toBeVisible();
  await shoot(page, "bulk");

  await bela.list.getByRole("link", { name: /^Unassigned/ }).click();
  await shoot(page, "empty-view");
});

test("a role that reads and does not answer", async ({ organisation, bela, newTalk }) => {
  const { api } = organisation;
  await newTalk("The strap broke");
  await bela.sees("The strap broke");
  const [, agent] = await api.list("/agents");
  const quality = await api.post("/roles", {
    name: "Quality",
    permissions: ["conversations:read", "contacts:read", "directory:read"],
  });
  await api.change(`/agents/${agent?.id}`, { role: quality.id });
  await expect(bela.conversation.getByText(/does not answer them/)).toBeVisible();
  await shoot(bela.page, "read-only");
  await bela.page.goto(`${bela.cable.url}/board`);
  await expect(bela.page.getByText("Not open to your role")).toBeVisible();
  await shoot(bela.page, "closed-to-role");
});

test("two contacts who may be the same person", async ({ organisation, bela, newTalk }) => {
  const { api } = organisation;
  const email = { kind: "email", value: "vera@example.com" };
  const plan = await api.post<{ id: string }>("/contact_fields", { name: "Plan", kind: "text" });
  const company = await api.post<{ id: string }>("/companies", { name: "Alpha & Sons" });
  await api.post("/contacts", {
    name: "Vera Vogel",
    language: "de",
    company_id: company.id,
    fields: { [plan.id]: "Gold" },
    identities: [
      { ...email, verified: true },
      { kind: "external", value: "C-1" },
    ],
  });
  await newTalk("The strap of my bag broke on the second day");
  await bela.sees("The strap of my bag broke on the second day");
  const id = new URL(bela.page.url()).pathname.split("/").at(-1);
  const { contact } = await api.get<{ contact: { id: string } }>(`/conversations/${id}`);
  await api.change(`/contacts/${contact.id}`, { name: "V. Vogel", fields: { [plan.id]: "Silver" } });
  await api.post(`/contacts/${contact.id}/identities`, { ...email, verified: false });
  const suggestion = bela.page.getByRole("region", { name: "Possible duplicate" });
  await expect(suggestion).toBeVisible();
  await shoot(bela.page, "duplicate");
  await suggestion.getByRole("button", { name: "Compare" }).click();
  const dialog = bela.page.getByRole("dialog");
  await expect(dialog.getByRole("row", { name: /^Plan/ })).toBeVisible();
  await shoot(bela.page, "compare-contacts");
  await dialog.getByRole("button", { name: "Merge" }).click();
  await expect(dialog).toBeHidden();
  await bela.page.getByRole("link", { name: "Vera Vogel", exact: true }).click();
  await expect(bela.page.getByRole("button", { name: "Merged contacts" })).toBeVisible();
  await shoot(bela.page, "merged-contact");
  await bela.page.getByRole("main").getByRole("button", { name: "More" }).click();
  await bela.page.getByRole("menuitem", { name: "Split…" }).click();
  await expect(dialog.getByRole("checkbox").first()).toBeVisible();
  await shoot(bela.page, "split-contact");
});
