import { SettingsPage } from "../../people/administrator";
import { barriers } from "../../people/barriers";
import { expectNoSidewaysScroll, PHONE } from "../../people/phone";
import { expect, test } from "../../rapport/test";

const OPTIONS = { reducedMotion: "reduce", bypassCSP: true } as const;

test("a segment is written, counted as contacts change, and narrows both lists", async ({
  organisation,
  newAgent,
  bela,
  newTalk,
}) => {
  const { api } = organisation;
  const tag = await api.post("/tags", { name: "VIP", colour: "#b4471f" });
  await api.post("/contacts", { name: "Vera Vogel", tag_ids: [tag.id] });
  const wim = await api.post("/contacts", { name: "Wim" });
  const ada = await newAgent("Ada First", OPTIONS);
  const settings = new SettingsPage(ada.page, "Segments");

  await test.step("an administrator sees whom a condition takes in while writing it", async () => {
    await settings.visit();
    expect(await barriers(ada.page)).toEqual([]);
    await settings.openNew("New segment");
    const tried = settings.drawer.getByRole("status");
    await expect(tried).toHaveText("Whom the condition takes in is shown here.");
    await settings.field("Name").fill("Very important");
    const condition = settings.field("Condition");
    await condition.fill("contact.nme == 'Vera'");
    await expect(tried).toContainText("there is no contact.nme");
    await settings.drawer.getByRole("button", { name: "New segment" }).click();
    await expect(settings.drawer.getByRole("textbox", { name: "Condition" })).toHaveAttribute(
      "aria-invalid",
      "true",
    );
    await condition.fill("contact.language.startsWith('de')");
    await expect(tried).toContainText("None of 2 contacts would belong to it.");
    await expect(tried).toContainText("Of 2 contacts it cannot be told");
    await condition.fill("");
    await settings.drawer.getByRole("button", { name: "Has a tag" }).click();
    await expect(condition).toHaveValue('"VIP" in contact.tags');
    await expect(tried).toContainText("1 of 2 contacts would belong to it.");
    await expect(tried).toContainText("Vera Vogel");
    expect(await barriers(ada.page)).toEqual([]);
    await settings.save("New segment");
    await expect(ada.page.getByRole("row", { name: /^Very important/ })).toContainText("1 contact");
  });

  const { page } = bela;
  const people = page.getByRole("main").getByRole("link");
  const chosen = page.getByRole("button", { name: /^Very important/ });
  await test.step("the list of contacts shows how many, and narrows to them", async () => {
    await page.getByRole("link", { name: "Contacts" }).click();
    await chosen.click();
    await expect(chosen).toHaveAttribute("aria-pressed", "true");
    await expect(people.filter({ hasText: "Vera Vogel" })).toBeVisible();
    await expect(people.filter({ hasText: "Wim" })).toHaveCount(0);
    await page.reload();
    await expect(people.filter({ hasText: "Vera Vogel" })).toBeVisible();
    await expect(chosen).toContainText("1");
  });

  await test.step("who comes to belong to it comes into the list", async () => {
    await api.change(`/contacts/${wim.id}`, { tag_ids: [tag.id] });
    await expect(people.filter({ hasText: "Wim" })).toBeVisible();
    await expect(chosen).toContainText("2");
    await people.filter({ hasText: "Wim" }).click();
    await expect(page.getByRole("heading", { name: "Wim" })).toBeVisible();
    await expect(page.getByRole("link", { name: "Very important" })).toBeVisible();
    await page.getByRole("link", { name: "Very important" }).click();
    await expect(page.getByRole("list", { name: "Active filters" })).toContainText("Segment: Very important");
  });

  await test.step("a view shows what those who belong to it write", async () => {
    await page.getByRole("link", { name: "Inbox" }).click();
    const vera = await newTalk("My strap broke");
    await bela.list.getByRole("link", { name: /^All/ }).click();
    const rows = bela.list.getByRole("listitem");
    await expect(rows).toHaveCount(1);
    await bela.list.getByRole("button", { name: /^Shown: / }).click();
    await page.getByRole("menuitemradio", { name: "Very important" }).click();
    await expect(rows).toHaveCount(0);
    const [talk] = await api.list("/conversations");
    await api.change(`/contacts/${talk?.contact.id}`, { tag_ids: [tag.id] });
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText("My strap broke");
    await vera.say("Are you there?");
    await expect(rows).toContainText("Are you there?");
    await page.reload();
    await expect(rows).toHaveCount(1);
  });

  await test.step("on a phone", async () => {
    const cleo = await newAgent("Ada First", { ...OPTIONS, ...PHONE });
    await cleo.page.goto(`${cleo.cable.url}/contacts`);
    await expect(cleo.page.getByRole("button", { name: /^Very important/ })).toBeVisible();
    expect(await barriers(cleo.page)).toEqual([]);
    await expectNoSidewaysScroll(cleo.page);
    await cleo.page.goto(`${cleo.cable.url}/settings/segments`);
    await expect(cleo.page.getByRole("button", { name: "Very important" })).toBeVisible();
    await expectNoSidewaysScroll(cleo.page);
  });
});
