import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { attach } from "../../people/attach";
import { pdf, picture } from "../../rapport/files";
import { findNetwork, loseNetwork } from "../../rapport/network";
import { expect, test } from "../../rapport/test";

async function saved(page: Page, control: Locator): Promise<{ name: string; content: Buffer }> {
  const download = page.waitForEvent("download");
  await control.click();
  const file = await download;
  return { name: file.suggestedFilename(), content: await readFile(await file.path()) };
}

/** That the browser has drawn it: its own size is known. */
async function expectDrawn(image: Locator, width: number): Promise<void> {
  await expect(image).toBeVisible();
  await expect
    .poll(() => image.evaluate((element) => (element as HTMLImageElement).naturalWidth))
    .toBe(width);
}

test("a customer shows what is broken, and the agent sends a form back", async ({ newVisitor, bela }) => {
  const vera = await newVisitor();
  await vera.open();
  const strap = picture("strap.png");
  const invoice = pdf("Rechnung 17.pdf", "the invoice");

  await test.step("an image and a document, without a word", async () => {
    await attach(vera.page, vera.frame, strap, invoice);
    const tray = vera.frame.getByRole("list", { name: "Attached files" });
    await expect(tray.getByRole("listitem")).toHaveCount(2);
    await expect(tray.getByRole("progressbar")).toHaveCount(0);
    await vera.frame.getByRole("button", { name: "Send" }).click();
    await expect(tray).toBeHidden();
    await expectDrawn(vera.log.getByRole("img", { name: "strap.png" }), 240);
  });

  await test.step("the agent sees the one and saves the other", async () => {
    await bela.accept();
    await expectDrawn(bela.log.getByRole("img", { name: "strap.png" }), 240);
    const got = await saved(bela.page, bela.log.getByRole("link", { name: "Download Rechnung 17.pdf" }));
    expect(got.name).toBe("Rechnung 17.pdf");
    expect(got.content.equals(invoice.buffer)).toBe(true);
    await bela.log.getByRole("button", { name: "Show strap.png large" }).click();
    const large = bela.page.getByRole("dialog", { name: "strap.png" });
    await expectDrawn(large.getByRole("img", { name: "strap.png" }), 240);
    await bela.page.keyboard.press("Escape");
    await expect(large).toBeHidden();
  });

  const form = pdf("return form.pdf", "fill this in");
  await test.step("the agent sends a form with some words", async () => {
    await attach(bela.page, bela.page, form);
    await expect(bela.page.getByRole("list", { name: "Attached files" })).toContainText("return form.pdf");
    await bela.reply("Please fill this in");
    await vera.sees("Please fill this in");
    const got = await saved(vera.page, vera.log.getByRole("button", { name: "Download return form.pdf" }));
    expect(got.name).toBe("return form.pdf");
    expect(got.content.equals(form.buffer)).toBe(true);
    await vera.log.getByRole("button", { name: "Show strap.png large" }).click();
    const large = vera.frame.getByRole("dialog", { name: "strap.png" });
    await expectDrawn(large.getByRole("img", { name: "strap.png" }), 240);
    await vera.page.keyboard.press("Escape");
    await expect(large).toBeHidden();
    await expect(vera.composer, "only the picture closes").toBeVisible();
  });

  await test.step("it is all there after a reload", async () => {
    await vera.page.reload();
    await expectDrawn(vera.log.getByRole("img", { name: "strap.png" }), 240);
    const again = await saved(vera.page, vera.log.getByRole("button", { name: "Download Rechnung 17.pdf" }));
    expect(again.content.equals(invoice.buffer)).toBe(true);
    await bela.page.reload();
    await expectDrawn(bela.log.getByRole("img", { name: "strap.png" }), 240);
    await expect(bela.log.getByRole("link", { name: "Download return form.pdf" })).toBeVisible();
  });
});

test("what cannot go up says why, and what broke off goes on", async ({ newVisitor }) => {
  const vera = await newVisitor();
  await vera.open();
  const alert = vera.frame.getByRole("alert");

  await attach(vera.page, vera.frame, { ...pdf("setup.exe", "x"), mimeType: "application/octet-stream" });
  await expect(alert).toHaveText("Files of this type are not taken");
  await vera.frame.getByRole("button", { name: "Remove setup.exe" }).click();

  // Its bytes say what its name hides; only the server looks at them.
  const disguised = {
    name: "photo.jpg",
    mimeType: "image/jpeg",
    buffer: Buffer.from("MZ\u0090\0\u0003\0", "latin1"),
  };
  await attach(vera.page, vera.frame, disguised);
  await expect(alert).toHaveText("Files of this type are not taken");
  await vera.frame.getByRole("button", { name: "Remove photo.jpg" }).click();

  await loseNetwork(vera);
  await attach(vera.page, vera.frame, picture("strap.png"));
  await expect(alert).toHaveText("Not uploaded: check your connection");
  await findNetwork(vera);
  await vera.frame.getByRole("button", { name: "Try again" }).click();
  await expect(alert).toBeHidden();
  // Not before it is there.
  await expect(vera.frame.getByRole("button", { name: "Send" })).toBeEnabled();
  await vera.say("Here it is");
  await expectDrawn(vera.log.getByRole("img", { name: "strap.png" }), 240);
});

test("a file may be dropped or pasted", async ({ newVisitor }) => {
  const vera = await newVisitor();
  await vera.open();
  const bytes = [...picture("").buffer];
  const transfer = (name: string) =>
    vera.composer.evaluateHandle(
      (_, file) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(file.bytes)], file.name, { type: "image/png" }));
        return data;
      },
      { bytes, name },
    );
  await vera.composer.dispatchEvent("drop", { dataTransfer: await transfer("dropped.png") });
  await vera.composer.evaluate(
    (field, clipboardData) =>
      field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true })),
    await transfer("pasted.png"),
  );
  const tray = vera.frame.getByRole("list", { name: "Attached files" });
  await expect(tray.getByRole("listitem")).toHaveCount(2);
  await expect(tray.getByRole("progressbar")).toHaveCount(0);
  await vera.say("Two more");
  await expectDrawn(vera.log.getByRole("img", { name: "dropped.png" }), 240);
  await expectDrawn(vera.log.getByRole("img", { name: "pasted.png" }), 240);
});
