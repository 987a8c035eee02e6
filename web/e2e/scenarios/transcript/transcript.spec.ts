import { readFile } from "node:fs/promises";
import type { Download, Page } from "@playwright/test";
import { attach } from "../../people/attach";
import { pdf } from "../../rapport/files";
import { expect, test } from "../../rapport/test";

const HOSTILE = "<img src=x onerror=alert(1)> & <b>bold</b>";

async function saved(page: Page, save: () => Promise<void>): Promise<{ html: string; download: Download }> {
  const [download] = await Promise.all([page.waitForEvent("download"), save()]);
  return { html: await readFile(await download.path(), "utf8"), download };
}

test("both sides save the conversation, each what it may see", async ({ bela, newTalk, newContext }) => {
  const vera = await newTalk(HOSTILE);
  await attach(bela.page, bela.page, pdf("label.pdf", "x"));
  await bela.reply("Here is a label");
  await vera.sees(HOSTILE, "Here is a label");
  await bela.page.getByRole("button", { name: "Note", exact: true }).click();
  await bela.page.getByRole("textbox", { name: "Note" }).fill("She was angry last time");
  await bela.page.getByRole("button", { name: "Add note", exact: true }).click();
  await bela.sees(HOSTILE, "Here is a label", "She was angry last time");

  await test.step("the customer's has no note, and nothing in it runs", async () => {
    const { html, download } = await saved(vera.page, () =>
      vera.frame.getByRole("button", { name: "Save this conversation" }).click(),
    );
    expect(download.suggestedFilename()).toMatch(/^Bags-Straps-\d{4}-\d\d-\d\d\.html$/);
    expect(html).not.toContain("angry");
    const page = await (await newContext()).newPage();
    await page.setContent(html);
    await expect(page.getByRole("heading", { name: "Bags & Straps" })).toBeVisible();
    await expect(page.getByText(HOSTILE)).toBeVisible();
    await expect(page.getByText("Here is a label")).toBeVisible();
    await expect(page.getByText("File: label.pdf")).toBeVisible();
    await expect(page.getByText("Times are those of Europe/Berlin")).toBeVisible();
    await expect(page.locator("img, script")).toHaveCount(0);
  });

  const saveAs = (item: string) => async () => {
    await bela.conversation.getByRole("button", { name: "More" }).click();
    await bela.page.getByRole("menuitem", { name: item, exact: true }).click();
  };
  await test.step("the agent's has notes where that was chosen", async () => {
    const without = await saved(bela.page, saveAs("Save as a page"));
    expect(without.html).toContain("Here is a label");
    expect(without.html).not.toContain("angry");
    const whole = await saved(bela.page, saveAs("Save as a page, with notes"));
    expect(whole.html).toContain("She was angry last time");
    expect(whole.html).toContain("which are for colleagues only");
  });
});
