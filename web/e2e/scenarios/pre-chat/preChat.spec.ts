import type { Locator } from "@playwright/test";
import { barriers } from "../../people/barriers";
import { expectNoSidewaysScroll, expectTouchTargets, PHONE } from "../../people/phone";
import type { Visitor } from "../../people/visitor";
import { expect, test } from "../../rapport/test";

const TITLE = "A few things first";

const FIELDS = [
  { ask: { kind: "name" }, required: true },
  { ask: { kind: "email" }, required: true, label: { de: "Ihre E-Mail" } },
  { ask: { kind: "phone" } },
  {
    ask: {
      kind: "topic",
      key: "Topic",
      choices: [{ value: "Returns", label: { de: "Rücksendung" } }, { value: "Something else" }],
    },
    required: true,
  },
  { ask: { kind: "question", key: "Order number" } },
];

function formOf(vera: Visitor): Locator {
  return vera.frame.getByRole("region", { name: TITLE });
}

async function openForm(vera: Visitor): Promise<Locator> {
  await vera.launcher.click();
  return chooseChat(vera);
}

async function chooseChat(vera: Visitor): Promise<Locator> {
  await vera.frame.getByRole("button", { name: /^Chat\b/ }).click();
  const form = formOf(vera);
  await expect(form).toBeVisible();
  return form;
}

test("the chat asks first, and the agent sees the answers at once", async ({
  organisation,
  bela,
  newVisitor,
}) => {
  await organisation.configureChat({ pre_chat: { enabled: true, fields: FIELDS } });
  const vera = await newVisitor();
  const form = await openForm(vera);
  const name = form.getByRole("textbox", { name: "Your name" });
  const email = form.getByRole("textbox", { name: "Your e-mail address" });
  await expect(name).toBeFocused();

  await test.step("what is missing or wrong is said, and the words are kept", async () => {
    await email.fill("vera");
    await vera.say("The strap broke");
    await expect(form.getByText("Please fill this in")).toBeVisible();
    await expect(form.getByText("Write an address, such as name@example.com")).toBeVisible();
    await expect(form.getByText("Please choose one")).toBeVisible();
    await expect(name).toBeFocused();
    await expect(vera.composer).toHaveValue("The strap broke");
  });

  await test.step("the answers outlive a reload", async () => {
    await name.fill("Vera Violet");
    await email.fill("Vera@example.com");
    await vera.page.reload();
    const again = await chooseChat(vera);
    await expect(again.getByRole("textbox", { name: "Your name" })).toHaveValue("Vera Violet");
    await expect(vera.composer).toHaveValue("The strap broke");
  });

  await test.step("they go with the first message", async () => {
    await formOf(vera).getByRole("radio", { name: "Returns" }).check();
    await formOf(vera)
      .getByRole("textbox", { name: /Order number/ })
      .fill("1042");
    await vera.composer.press("Enter");
    await vera.sees("The strap broke");
    await expect(formOf(vera)).toBeHidden();
    await expect(bela.offers).toContainText("Vera Violet");
    await bela.accept();
    for (const known of ["Topic", "Returns", "Order number", "1042", "vera@example.com"]) {
      await expect(bela.page.getByText(known, { exact: true }).first()).toBeVisible();
    }
  });
});

test("it never asks for what is known", async ({ organisation, newVisitor }) => {
  await organisation.configureChat({ pre_chat: { enabled: true, fields: FIELDS } });
  const vera = await newVisitor();
  await vera.page.evaluate(() => {
    // biome-ignore lint/suspicious/noExplicitAny: the page's own script knows it by this name.
    (window as any).rapport.setContext({ Topic: "Returns", "Order number": "1042" });
  });
  const form = await openForm(vera);
  await expect(form.getByRole("textbox")).toHaveCount(3);
  await expect(form.getByRole("radio")).toHaveCount(0);
});

test("a form that has changed meanwhile asks anew and loses nothing", async ({
  organisation,
  newVisitor,
}) => {
  const vera = await newVisitor();
  await vera.open();
  await organisation.configureChat({
    pre_chat: { enabled: true, fields: [{ ask: { kind: "name" }, required: true }] },
  });
  await vera.say("The strap broke");
  await expect(vera.frame.getByRole("alert")).toContainText("Not sent: please check your answers");
  const form = formOf(vera);
  await form.getByRole("textbox", { name: "Your name" }).fill("Vera Violet");
  await vera.frame.getByRole("button", { name: "Try again" }).click();
  await expect(form).toBeHidden();
  await vera.sees("The strap broke");
  await expect(vera.waiting).toBeVisible();
});

test("everybody can fill it in, also on a phone", async ({ organisation, newVisitor }) => {
  await organisation.configureChat({ pre_chat: { enabled: true, fields: FIELDS } });
  const vera = await newVisitor({ ...PHONE, reducedMotion: "reduce", bypassCSP: true });
  await vera.launcher.tap();
  await vera.frame.getByRole("button", { name: /^Chat\b/ }).tap();
  await expect(formOf(vera)).toBeVisible();
  await vera.say("The strap broke");
  await expect(formOf(vera).getByText("Please choose one")).toBeVisible();
  expect(await barriers(vera.page)).toEqual([]);
  await expectNoSidewaysScroll(vera.page);
  await expectTouchTargets(vera.frame);
});

test("an administrator makes the form", async ({ organisation, newAgent, newVisitor }) => {
  await organisation.agent({ name: "Ida Ink", role: "administrator" });
  const ida = await newAgent("Ida Ink");
  await ida.page.goto(`${ida.cable.url}/settings/inboxes`);
  await ida.page.getByRole("button", { name: "Shop", exact: true }).click();
  const drawer = ida.page.getByRole("dialog");
  await drawer.getByRole("switch", { name: "Ask before the first message" }).click();
  await drawer.getByRole("button", { name: "Add a question" }).click();
  await drawer.getByRole("button", { name: "Save" }).click();
  await expect(drawer).toBeHidden();
  const vera = await newVisitor();
  const form = await openForm(vera);
  await expect(form.getByRole("textbox")).toHaveCount(2);
});
