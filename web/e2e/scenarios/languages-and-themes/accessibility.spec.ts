import { attach } from "../../people/attach";
import { barriers } from "../../people/barriers";
import { pdf, picture } from "../../rapport/files";
import { expect, test } from "../../rapport/test";

test("everybody can use the desk and the widget", async ({
  organisation,
  newAgent,
  newVisitor,
  newContext,
  server,
}) => {
  // Motion that is under way has colours of its own; axe brings its script, which no policy allows.
  const options = { reducedMotion: "reduce", bypassCSP: true } as const;
  await organisation.agent({ name: "Bela Baker", role: "administrator" });

  await test.step("sign-in", async () => {
    const page = await (await newContext(options)).newPage();
    await page.goto(server.url);
    await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
    expect(await barriers(page)).toEqual([]);
  });

  const bela = await newAgent("Bela Baker", options);
  await bela.goOnline();
  const vera = await newVisitor(options);
  await test.step("the widget's home", async () => {
    await vera.launcher.click();
    await expect(vera.frame.getByText("We are here now")).toBeVisible();
    expect(await barriers(vera.page)).toEqual([]);
  });

  await test.step("an offer, a conversation on both sides", async () => {
    await vera.frame.getByRole("button", { name: /^Chat\b/ }).click();
    await vera.say("The strap broke");
    await expect(bela.offers).toBeVisible();
    expect(await barriers(bela.page)).toEqual([]);
    expect(await barriers(vera.page)).toEqual([]);
    await bela.accept();
    await bela.reply("We send a new one");
    await vera.sees("The strap broke", "We send a new one");
    await attach(vera.page, vera.frame, picture("strap.png"), pdf("invoice.pdf", "17"));
    await expect(vera.frame.getByRole("progressbar")).toHaveCount(0);
    expect(await barriers(vera.page), "files that wait").toEqual([]);
    await vera.say("Here it is");
    await attach(bela.page, bela.page, pdf("form.pdf", "x"), { ...pdf("a.exe", "x") });
    await expect(bela.page.getByRole("alert")).toHaveText("Files of this type are not taken");
    await expect(bela.log.getByRole("img", { name: "strap.png" })).toBeVisible();
    await expect(vera.log.getByRole("img", { name: "strap.png" })).toBeVisible();
    expect(await barriers(bela.page)).toEqual([]);
    expect(await barriers(vera.page)).toEqual([]);
  });

  await test.step("settings", async () => {
    await bela.page.getByRole("link", { name: "Settings" }).click();
    await bela.page.getByRole("main").getByRole("link", { name: "Queues" }).first().click();
    await expect(bela.page.getByRole("rowheader", { name: "Support" })).toBeVisible();
    expect(await barriers(bela.page)).toEqual([]);
    await bela.page.getByRole("button", { name: "Support", exact: true }).click();
    await expect(bela.page.getByRole("dialog")).toBeVisible();
    expect(await barriers(bela.page)).toEqual([]);
  });
});
