import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { barriers } from "../../people/barriers";
import { expectNoSidewaysScroll, expectTouchTargets, PHONE } from "../../people/phone";
import { expect, test } from "../../rapport/test";

const file = (name: string, text: string) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
const choose = (page: Page, name: string, text: string) =>
  page.locator('input[type="file"]').setInputFiles(file(name, text));

/** What a link saves. */
async function saved(page: Page, name: string): Promise<string> {
  const begun = page.waitForEvent("download");
  await page.getByRole("link", { name }).click();
  return readFile(await (await begun).path(), "utf8");
}

test("a file of contacts is looked at, imported, corrected, exported and undone", async ({
  organisation,
  newAgent,
}) => {
  await organisation.api.post("/contact_fields", { name: "Seats", kind: "number" });
  await organisation.api.post("/contacts", {
    name: "Vera",
    identities: [{ kind: "email", value: "vera@example.com" }],
  });
  await organisation.agent({ name: "Sue Visor", role: "supervisor" });
  const sue = await newAgent("Sue Visor");
  const ada = await newAgent("Ada First");
  const { page } = sue;
  const main = page.getByRole("main");
  await page.getByRole("link", { name: "Contacts" }).click();
  await page.getByRole("link", { name: "Imports" }).click();

  await test.step("what is no file of contacts is refused with a reason", async () => {
    await choose(page, "empty.csv", "Name\n");
    await expect(page.getByRole("alert")).toContainText("no rows below its headings");
    await choose(page, "book.csv", "PK\u0003\u0004xl/worksheets");
    await expect(page.getByRole("alert")).toContainText("save it as CSV");
    expect(await barriers(sue.page)).toEqual([]);
    await choose(page, "all.csv", `Name\n${"x".repeat(20 * 1024 * 1024)}`);
    await expect(page.getByRole("alert")).toContainText("a file may have 20 MB at most");
  });

  await test.step("what takes too long is given up", async () => {
    const held = "**/api/v1/contact_imports?file_name=*";
    await page.route(held, () => {});
    await choose(page, "slow.csv", "Name\nVera\n");
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(page.getByRole("button", { name: "Choose a file" })).toBeVisible();
    await expect(page.getByRole("alert")).toBeHidden();
    await page.unroute(held);
  });

  await test.step("its columns are guessed, and what was not is said", async () => {
    await choose(
      page,
      "people.csv",
      "Who;E-mail;Seats\nVera Vogel;vera@example.com;7\nWim;wim@example.com;8\nXenia;x@example.com;many\n",
    );
    await expect(page.getByRole("heading", { name: "people.csv" })).toBeVisible();
    await expect(page.getByRole("combobox", { name: "What E-mail means" })).toHaveValue("E-mail");
    await expect(page.getByRole("combobox", { name: "What Seats means" })).toHaveValue("Seats");
    await page.getByRole("combobox", { name: "What Who means" }).click();
    await page.getByRole("option", { name: "Name", exact: true }).click();
    await expect(page.getByRole("row", { name: /^1 Changed/ })).toContainText("Vera");
    await expect(page.getByRole("row", { name: /^2 New/ })).toContainText("Wim");
    await expect(page.getByRole("row", { name: /^3 Refused/ })).toContainText("must be a number");
    await expect(page.getByText("1 row of 3 cannot be imported.")).toBeVisible();
    await page.getByRole("switch", { name: "The addresses are confirmed" }).click();
    expect(await barriers(sue.page)).toEqual([]);
    await page.reload();
    await expect(page.getByRole("switch", { name: "The addresses are confirmed" })).toBeChecked();
  });

  await test.step("it is imported, and another sees how far it is", async () => {
    await ada.page.goto(page.url().replace(sue.cable.url, ada.cable.url));
    await expect(ada.page.getByRole("button", { name: "Import 2 rows" })).toBeVisible();
    await page.getByRole("button", { name: "Import 2 rows" }).click();
    for (const one of [page, ada.page]) await expect(one.getByText("All 3 rows were read.")).toBeVisible();
    expect(await barriers(sue.page)).toEqual([]);
    const refused = await saved(page, "Download refused rows");
    expect(refused).toContain('Xenia,x@example.com,many,3,"Seats: must be a number, such as 1234.5"');
    expect(refused).not.toContain("Wim");
  });

  await test.step("the contacts are there, and come out as a file that is read again", async () => {
    await main.getByRole("link", { name: "To the contacts" }).click();
    await expect(main.getByRole("link", { name: /Vera Vogel/ })).toBeVisible();
    await page.getByRole("textbox", { name: "Search by name, e-mail or number" }).fill("wim");
    await expect(main.getByRole("link", { name: /Vera Vogel/ })).toBeHidden();
    const exported = await saved(page, "Export");
    expect(exported).toContain(",Wim,wim@example.com,");
    expect(exported).not.toContain("Vera");
    await page.getByRole("link", { name: "Imports" }).click();
    await choose(page, "again.csv", exported);
    await expect(page.getByRole("row", { name: /^1 As it is/ })).toContainText("Wim");
    await page.getByRole("button", { name: "Discard" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Discard" }).click();
    await expect(main.getByRole("link", { name: /people\.csv/ })).toContainText(
      "1 new, 1 changed, 1 refused",
    );
    await expect(main.getByRole("link", { name: /again\.csv/ })).toBeHidden();
    expect(await barriers(sue.page)).toEqual([]);
  });

  await test.step("it is undone", async () => {
    await main.getByRole("link", { name: /people\.csv/ }).click();
    await page.getByRole("button", { name: "Undo the import" }).click();
    await expect(page.getByRole("dialog")).toContainText("1 contact that it made is removed");
    await page.getByRole("dialog").getByRole("button", { name: "Undo the import" }).click();
    for (const one of [page, ada.page])
      await expect(one.getByText("What it wrote was taken back")).toBeVisible();
    await main.getByRole("link", { name: "To the contacts" }).click();
    await expect(main.getByRole("link", { name: /Vera(?! Vogel)/ })).toBeVisible();
    await expect(main.getByRole("link", { name: /Wim/ })).toBeHidden();
  });
});

test("by keyboard only; and who may not import sees nothing of it", async ({ organisation, newAgent }) => {
  await organisation.agent({ name: "Bela Baker" });
  await organisation.agent({ name: "Sue Visor", role: "supervisor" });
  const bela = await newAgent("Bela Baker");
  await bela.page.getByRole("link", { name: "Contacts" }).click();
  await expect(bela.page.getByRole("link", { name: "Companies" })).toBeVisible();
  await expect(bela.page.getByRole("link", { name: "Imports" })).toBeHidden();
  await expect(bela.page.getByRole("link", { name: "Export" })).toBeHidden();
  await bela.page.goto(`${bela.cable.url}/contacts/imports`);
  await expect(bela.page.getByText("There is no page here")).toBeVisible();
  await expect(bela.page.getByRole("button", { name: "Choose a file" })).toBeHidden();

  const { page } = await newAgent("Sue Visor");
  await page.goto(`${new URL(page.url()).origin}/contacts/imports`);
  await choose(page, "people.csv", "Who,Mail\nVera,vera@example.com\n");
  const means = page.getByRole("combobox", { name: "What Who means" });
  await means.focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Name");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(means).toHaveValue("Name");
  const start = page.getByRole("button", { name: "Import 1 row" });
  await expect(start).toBeEnabled();
  await start.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("1 row was read.")).toBeVisible();
});

test("an import on a phone", async ({ organisation, newAgent }) => {
  await organisation.agent({ name: "Sue Visor", role: "supervisor" });
  const { page } = await newAgent("Sue Visor", PHONE);
  await page.getByRole("link", { name: "Contacts" }).tap();
  await page.getByRole("link", { name: "Imports" }).tap();
  await expectNoSidewaysScroll(page);
  await expectTouchTargets(page);
  const wide = Array.from({ length: 40 }, (_, at) => `A rather long heading number ${at}`).join(",");
  const name = `${"a-very-long-name-of-a-file-".repeat(6)}.csv`;
  await choose(page, name, `Name,${wide}\nVera,${"x".repeat(400)}\n`);
  await expect(page.getByRole("row", { name: /^1 New/ })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectTouchTargets(page);
  await page.getByRole("button", { name: "Import 1 row" }).tap();
  await expect(page.getByText("1 row was read.")).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectTouchTargets(page);
});

test("what is chosen holds, however it comes about", async ({ organisation, newAgent }) => {
  await organisation.agent({ name: "Sue Visor", role: "supervisor" });
  const sue = await newAgent("Sue Visor");
  const ada = await newAgent("Ada First");
  const { page } = sue;
  const means = (column: string) => page.getByRole("combobox", { name: `What ${column} means` });
  const say = async (column: string, target: string) => {
    await means(column).click();
    await page.getByRole("option", { name: target, exact: true }).click();
  };
  await page.goto(`${sue.cable.url}/contacts/imports`);

  await test.step("a file may be dropped anywhere", async () => {
    await expect(page.getByRole("button", { name: "Choose a file" })).toBeVisible();
    await page.getByRole("heading", { level: 1 }).evaluate((heading) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["Name,Who\nACME,Vera\n"], "people.csv"));
      for (const kind of ["dragover", "drop"])
        heading.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    });
    await expect(means("Name")).toHaveValue("Name");
  });

  await test.step("two columns that only hold together are said in turn", async () => {
    await say("Who", "Name");
    await expect(page.getByText("another column stands for it already")).toBeVisible();
    await expect(means("Who")).toHaveValue("Name");
    await expect(page.getByRole("button", { name: "Import 1 row" })).toBeDisabled();
    await say("Name", "Company");
    await expect(page.getByRole("button", { name: "Import 1 row" })).toBeEnabled();
    await expect(page.getByText("another column stands for it already")).toBeHidden();
    await expect(means("Name")).toBeFocused();
  });

  await test.step("two quick changes are both kept", async () => {
    await page.evaluate(() => {
      [...document.querySelectorAll<HTMLInputElement>("input[type=radio]")].at(-1)?.click();
      document.querySelector<HTMLInputElement>("input[role=switch]")?.click();
    });
    await expect(page.getByRole("button", { name: "Import 1 row" })).toBeEnabled();
    await page.reload();
    await expect(page.getByRole("radio", { name: "Leave them" })).toBeChecked();
    await expect(page.getByRole("switch", { name: "The addresses are confirmed" })).toBeChecked();
    await expect(means("Who")).toHaveValue("Name");
  });

  await test.step("a file that one discards goes from the other's screen", async () => {
    await ada.page.goto(page.url().replace(sue.cable.url, ada.cable.url));
    await expect(ada.page.getByRole("button", { name: "Import 1 row" })).toBeVisible();
    await page.getByRole("button", { name: "Discard" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Discard" }).click();
    await expect(page.getByRole("button", { name: "Choose a file" })).toBeVisible();
    await expect(ada.page.getByRole("button", { name: "Import 1 row" })).toBeHidden();
  });
});
