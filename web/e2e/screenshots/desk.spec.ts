import { expect, type Page } from "@playwright/test";
import { Visitor } from "../people/visitor";
import { test } from "../rapport/test";
import { shoot } from "./camera";
import { ADMINISTRATOR, AGENT, signIn } from "./demo";

test.use({ command: "demo" });

const main = (page: Page) => page.getByRole("main");

test("an agent's day", async ({ server, newContext, newCable }) => {
  const page = await (await newContext()).newPage();
  await page.goto(`${server.url}/sign-in`);
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await shoot(page, "sign-in");

  await signIn(page, server.url, AGENT);
  await shoot(page, "inbox");
  const rows = page.getByRole("complementary", { name: "Inbox" }).getByRole("listitem");
  await rows.getByRole("link").first().click();
  await expect(page.getByRole("log", { name: "Messages" })).toBeVisible();
  await shoot(page, "conversation");

  await main(page).getByRole("button", { name: "Transfer" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "transfer");
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();

  for (const [key, name] of [
    ["l", "tags"],
    ["s", "snooze"],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole("dialog")).toBeVisible();
    await shoot(page, name);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
  }
  await page
    .getByRole("complementary", { name: "Inbox" })
    .getByRole("button", { name: /^Shown/ })
    .click();
  await shoot(page, "list-filter");
  await page.keyboard.press("Escape");

  await page.getByRole("textbox", { name: "Reply" }).fill("/");
  await expect(page.getByRole("button", { name: /^\// }).first()).toBeVisible();
  await shoot(page, "canned-replies");
  await page
    .getByRole("textbox", { name: "Reply" })
    .fill(
      "It **arrives on Monday**, see [where it is](https://shop.example/orders/1042).\n• the bag\n• the strap",
    );
  await expect(page.getByRole("region", { name: "How it will look" })).toBeVisible();
  await shoot(page, "rich-text");
  await page.getByRole("button", { name: "Emoji", exact: true }).click();
  await expect(page.getByRole("option").first()).toBeVisible();
  await shoot(page, "emoji");
  await page.keyboard.press("Escape");
  await page.getByRole("textbox", { name: "Reply" }).fill("");

  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "palette");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "keys");
  await page.keyboard.press("Escape");

  await test.step("a customer comes, and is answered", async () => {
    await page.getByRole("button", { name: /Change your presence/ }).click();
    await shoot(page, "presence");
    await page.getByRole("button", { name: "E-mail signature" }).click();
    await shoot(page, "own-signature");
    await page.getByRole("button", { name: "Online", exact: true }).click();
    await page.keyboard.press("Escape");
    const offers = page.getByRole("region", { name: "Offered to you" });
    // Those who waited are taken first.
    await expect(offers.getByRole("button", { name: "Accept" })).toHaveCount(2);
    await shoot(page, "offers");
    for (const left of [1, 0]) {
      await offers.getByRole("button", { name: "Accept" }).first().click();
      await expect(offers.getByRole("button", { name: "Accept" })).toHaveCount(left);
    }
    const visitor = new Visitor(await (await newContext()).newPage(), await newCable());
    await visitor.visit(`${server.url}/demo/`);
    await visitor.open();
    await visitor.say("Hello, is the duffel waterproof?");
    await offers.getByRole("button", { name: "Accept" }).click();
    const log = page.getByRole("log", { name: "Messages" });
    await expect(log).toContainText("is the duffel waterproof?");
    await page.getByRole("textbox", { name: "Reply" }).fill("The fabric is, and the zip holds a shower off.");
    await page.keyboard.press("Control+Enter");
    await visitor.sees("The fabric is, and the zip holds a shower off.");
    await shoot(page, "live");
    await main(page).getByRole("button", { name: "Resolve", exact: true }).click();
    await expect(page.getByRole("form", { name: "Wrap up" })).toBeVisible();
    await shoot(page, "wrap-up");
  });

  await page.getByRole("link", { name: "Contacts" }).click();
  await expect(main(page).getByRole("table").or(main(page).getByRole("list")).first()).toBeVisible();
  await shoot(page, "contacts");
  await main(page).getByRole("button", { name: "New contact" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "new-contact");
  await page.keyboard.press("Escape");
  await main(page).getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("button", { name: "Add a custom field" }).click();
  await shoot(page, "contacts-filter");
  await page.getByRole("combobox", { name: "Tag" }).click();
  await page.getByRole("option", { name: "Wholesale" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("list", { name: "Active filters" })).toBeVisible();
  await shoot(page, "contacts-narrowed");
  await main(page)
    .getByRole("link", { name: /Kontor|Fjord|Lorient|Northlight/ })
    .first()
    .click();
  await expect(page).toHaveURL(/contacts\/contact_/);
  await expect(main(page).getByRole("combobox", { name: "Loyalty card" })).toBeVisible();
  await shoot(page, "contact");
  await page.goto(`${server.url}/contacts/companies`);
  await expect(main(page).getByRole("link", { name: "Kontor" })).toBeVisible();
  await shoot(page, "companies");
  await main(page).getByRole("link", { name: "Kontor" }).click();
  await expect(main(page).getByRole("button", { name: "Edit" })).toBeVisible();
  await shoot(page, "company");
});

const SETTINGS = [
  "Inboxes",
  "Brands",
  "Proactive rules",
  "Queues",
  "Skills",
  "Opening hours",
  "Agents",
  "Sites",
  "Tags",
  "Contact fields",
  "Dispositions",
  "Canned replies",
];

test("an administrator's day", async ({ server, newContext }) => {
  const page = await (await newContext()).newPage();
  await signIn(page, server.url, ADMINISTRATOR);
  await page.getByRole("link", { name: "Board" }).click();
  await expect(main(page).getByRole("table").first()).toBeVisible();
  await shoot(page, "board");
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(main(page).getByRole("link").first()).toBeVisible();
  await shoot(page, "settings");

  for (const title of SETTINGS) {
    const name = title.toLowerCase().replace(" ", "-");
    await page.goto(`${server.url}/settings`);
    await main(page)
      .getByRole("link", { name: new RegExp(`^${title}`) })
      .first()
      .click();
    await expect(page.getByRole("heading", { name: title, level: 1 })).toBeVisible();
    await expect(page.getByRole("rowheader").first()).toBeVisible();
    await shoot(page, `settings-${name}`);
    await page.getByRole("rowheader").getByRole("button").first().click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await shoot(page, `settings-${name}-one`);
    await page.keyboard.press("Escape");
  }
  for (const place of ["organisation", "teams", "roles", "webhooks", "tokens", "audit"]) {
    await page.goto(`${server.url}/settings/${place}`);
    await expect(main(page).getByRole("heading", { level: 1 })).toBeVisible();
    await shoot(page, `settings-${place}`);
  }
});

test("an import of contacts", async ({ server, newContext }) => {
  const page = await (await newContext()).newPage();
  await signIn(page, server.url, ADMINISTRATOR);
  await page.goto(`${server.url}/contacts/imports`);
  await expect(page.getByRole("button", { name: "Choose a file" })).toBeVisible();
  await shoot(page, "imports");
  const text = [
    "Name;E-mail;Phone;Company;Loyalty card;Customer since;Newsletter;Shop",
    "Ronja Holm;ronja@holm.example;+4790000001;Fjord Outfitters;Oak;3.5.2024;yes;Bergen",
    "Theo Lund;theo@lund.example;;Fjord Outfitters;Pine;17.11.2023;no;Oslo",
    "Ida Berg;ida.berg;;Berg & Co;Birch;2026-02-28;yes;Bergen",
    "Mona Vik;mona@vik.example;+4790000004;Vik;Spruce;;no;Voss",
  ];
  await page.locator('input[type="file"]').setInputFiles({
    name: "customers-north.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(text.join("\n")),
  });
  await expect(main(page).getByRole("row", { name: /^4 New/ })).toBeVisible();
  await shoot(page, "import-draft");
  await main(page).getByRole("button", { name: "Import 3 rows" }).click();
  await expect(main(page).getByRole("button", { name: "Undo the import" })).toBeVisible();
  await shoot(page, "import-done");
  await main(page).getByRole("button", { name: "Undo the import" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "import-undo");
});
