import type { Page } from "@playwright/test";
import { attach } from "../../people/attach";
import { expectNoSidewaysScroll } from "../../people/phone";
import { expect, test } from "../../rapport/test";
import { FILES } from "./files";
import { WORDS } from "./texts";

// Dozens of cases one after the other in one conversation; each waits for itself only.
test.setTimeout(600_000);

/** That nothing of theirs ran, in the page or in a frame of it. */
async function expectNothingRan(page: Page): Promise<void> {
  for (const frame of page.frames()) {
    expect(await frame.evaluate(() => "pwned" in window), frame.url()).toBe(false);
  }
}

test("whatever is written is shown as words, on both sides, and breaks nothing", async ({
  bela,
  newTalk,
}) => {
  expect(WORDS.length + FILES.length).toBeGreaterThanOrEqual(60);
  const vera = await newTalk("Hello");
  const said = (log: typeof vera.log, text: string) =>
    log.evaluate(
      (element, wanted) =>
        [...element.querySelectorAll('[class*="bubble"]')].some((it) => it.textContent === wanted),
      text,
    );

  for (const { name, text, shown = text.trim() } of WORDS) {
    await test.step(name, async () => {
      await vera.composer.evaluate((element, value) => {
        // As if it was pasted; the driver's own way would mend half letters.
        const field = element as HTMLTextAreaElement;
        Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")?.set?.call(field, value);
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }, text);
      await vera.composer.press("Enter");
      await expect.poll(() => said(bela.log, shown), name).toBe(true);
      await expect.poll(() => said(vera.log, shown), name).toBe(true);
    });
  }
  for (const page of [vera.page, bela.page]) {
    await expectNoSidewaysScroll(page);
    await expectNothingRan(page);
  }
  await expect(bela.composer).toBeVisible();
  await expect(vera.composer).toBeVisible();
  await expect(bela.list.getByRole("link")).not.toHaveCount(0);

  await test.step("too much is not sent, and says so", async () => {
    await vera.composer.fill("x".repeat(10_001));
    await expect(vera.frame.getByText("1 character too many")).toBeVisible();
    await vera.composer.fill("y".repeat(200_000));
    await expect(vera.frame.getByText(/characters too many/)).toBeVisible();
    await expectNoSidewaysScroll(vera.page);
  });
});

test("whatever is uploaded is refused with a reason, or shown without harm", async ({ bela, newTalk }) => {
  const vera = await newTalk("Hello");
  const files = vera.frame.getByRole("list", { name: "Attached files" });

  let pictures = 0;
  let saved = 0;

  for (const { what, file, fate } of FILES) {
    await test.step(what, async () => {
      await attach(vera.page, vera.frame, file);
      if (fate === "refused") {
        await expect(files.getByRole("alert"), what).toBeVisible();
        await files.getByRole("button", { name: /^Remove/ }).click();
        await expect(files).toBeHidden();
        return;
      }
      await expect(files.getByRole("button", { name: /^Remove/ }), what).toBeVisible();
      await expect(files.getByRole("alert"), what).toHaveCount(0);
      await vera.say(what);
      if (fate === "picture") pictures += 1;
      else saved += 1;
      for (const log of [bela.log, vera.log]) {
        await expect(log, what).toContainText(what);
        await expect(log.locator("img"), what).toHaveCount(pictures);
      }
      await expect(bela.log.getByRole("link", { name: /^Download/ }), what).toHaveCount(saved);
    });
  }
  for (const page of [vera.page, bela.page]) {
    await expectNoSidewaysScroll(page);
    await expectNothingRan(page);
  }
});
