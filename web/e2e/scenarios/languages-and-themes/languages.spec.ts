import ru from "../../../desk/src/messages/ru.json" with { type: "json" };
import zh from "../../../desk/src/messages/zh.json" with { type: "json" };
import { emailOf, PASSWORD } from "../../rapport/organisation";
import { expect, snippetOf, test } from "../../rapport/test";

const LANGUAGES = [
  { locale: "zh-CN", words: zh, open: "打开聊天", title: "与我们聊天", hello: "皮带断了" },
  { locale: "ru-RU", words: ru, open: "Открыть чат", title: "Чат с нами", hello: "Ремень порвался" },
];

for (const { locale, words, open, title, hello } of LANGUAGES) {
  test(`the desk and the widget in the browser's language, dark: ${locale}`, async ({
    organisation,
    newContext,
    hostPage,
    server,
    newCable,
  }) => {
    await organisation.agent({ name: "Bela Baker" });
    const options = { locale, colorScheme: "dark" } as const;
    const page = await (await newContext(options)).newPage();

    await test.step("the desk", async () => {
      await page.goto(server.url);
      await expect(page.getByRole("heading", { name: words["sign_in.title"] })).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(locale.slice(0, 2));
      await page.getByRole("textbox", { name: words["field.email"] }).fill(emailOf("Bela Baker"));
      await page.getByRole("textbox", { name: words["field.password"] }).fill(PASSWORD);
      await page.getByRole("button", { name: words["sign_in.submit"] }).click();
      await expect(page.getByRole("heading", { name: words["nav.inbox"], level: 1 })).toBeVisible();
      await expect(page.getByText(words["inbox.empty_mine_away"])).toBeVisible();
      const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const [red = 255] = background.match(/\d+/g)?.map(Number) ?? [];
      expect(red, background).toBeLessThan(60);
    });

    await test.step("the widget", async () => {
      const cable = await newCable();
      await organisation.allowPagesOf(hostPage.origin);
      hostPage.paste(snippetOf(cable.url, organisation.inboxKey));
      const visitor = await (await newContext(options)).newPage();
      await visitor.goto(hostPage.origin);
      await visitor.getByRole("button", { name: open }).click();
      const frame = visitor.getByTitle(title).contentFrame();
      await frame.getByRole("main").getByRole("button").last().click();
      await frame.getByRole("textbox").fill(hello);
      await frame.getByRole("textbox").press("Enter");
      await expect(frame.getByRole("log")).toContainText(hello);
    });

    await page.getByRole("link", { name: words["view.unassigned"] }).click();
    await page.getByRole("link", { name: new RegExp(hello) }).click();
    await expect(page.getByRole("log", { name: words["conversation.timeline"] })).toContainText(hello);
    await expect(page.getByRole("textbox", { name: words["composer.reply"] })).toBeVisible();
  });
}

test("times are written as the browser's region writes them", async ({
  organisation,
  newVisitor,
  newAgent,
}) => {
  await organisation.agent({ name: "Bela Baker" });
  const vera = await newVisitor();
  await vera.open();
  await vera.say("Good day");
  await vera.sees("Good day");
  const regions = [
    { locale: "en-GB", time: /^\d\d:\d\d$/ },
    { locale: "en-US", time: /^\d{1,2}:\d\d\s[AP]M$/ },
    { locale: "de-DE", time: /^\d\d:\d\d$/ },
  ];
  for (const { locale, time } of regions) {
    const bela = await newAgent("Bela Baker", { locale });
    await bela.page.getByRole("link", { name: "Unassigned" }).click();
    await bela.page.getByRole("link", { name: /Good day/ }).click();
    await expect(bela.log.getByRole("time").first(), locale).toHaveText(time);
    expect(await bela.page.evaluate(() => document.documentElement.lang)).toBe("en");
  }
});
