import { Visitor } from "../../people/visitor";
import { expect, test } from "../../rapport/test";

// That nothing is blocked is seen to in every scenario (rapport/policy.ts); here, that there is
// something that blocks.
test("the desk and the widget are under a policy without inline scripts", async ({
  server,
  organisation,
}) => {
  for (const path of ["/", "/sign-in", `/widget/frame?inbox=${organisation.inboxKey}`]) {
    const response = await fetch(server.url + path, { headers: { accept: "text/html" } });
    const policy = response.headers.get("content-security-policy") ?? "";
    const directives = new Map(policy.split("; ").map((it) => [it.split(" ")[0], it.split(" ").slice(1)]));
    expect(directives.get("default-src"), path).toEqual(["'self'"]);
    const scripts = directives.get("script-src") ?? directives.get("default-src");
    expect(scripts, path).toEqual(["'self'"]);
    expect(directives.get("object-src"), path).toEqual(["'none'"]);
    expect(directives.get("frame-ancestors"), path).toBeDefined();
    expect(response.headers.get("x-content-type-options"), path).toBe("nosniff");
  }
});

test("the widget is framed by the pages of its inbox only", async ({
  organisation,
  hostPage,
  newVisitor,
  browser,
}) => {
  const vera = await newVisitor();
  await vera.launcher.click();
  await expect(vera.chat).toBeVisible();

  await organisation.allowPagesOf("https://elsewhere.example");
  // Here a policy is meant to be broken.
  const page = await browser.newPage();
  const refused = page.waitForEvent("requestfailed", (request) => request.url().includes("/widget/frame"));
  await page.goto(hostPage.origin);
  await page.getByRole("button", { name: "Open chat" }).click();
  expect((await refused).failure()?.errorText).toBe("net::ERR_BLOCKED_BY_RESPONSE");
  await page.close();
});

test.describe("the demonstration", () => {
  test.use({ command: "demo" });

  test("its shop, its chat and its desk break no policy", async ({ server, newCable, newContext }) => {
    const vera = new Visitor(await (await newContext()).newPage(), await newCable());
    await vera.visit(`${server.url}/demo/`);
    await vera.open();
    await vera.say("Do you ship to Norway?");
    await vera.sees("Do you ship to Norway?");
    const docs = await (await newContext()).newPage();
    await docs.goto(`${server.url}/api/docs`);
    await expect(docs.getByRole("heading", { level: 1 })).toBeVisible();

    const desk = await (await newContext()).newPage();
    await desk.goto(server.url);
    await desk.getByRole("textbox", { name: "E-mail" }).fill("admin@harbour-pine.example");
    await desk.getByRole("textbox", { name: "Password" }).fill("demonstration");
    await desk.keyboard.press("Enter");
    for (const place of ["Inbox", "Contacts", "Board", "Settings"]) {
      await desk.getByRole("navigation", { name: "Main" }).getByRole("link", { name: place }).click();
      await expect(desk.getByRole("heading", { name: place, level: 1 })).toBeVisible();
    }
  });
});
