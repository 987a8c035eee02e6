import { SettingsPage } from "../../people/administrator";
import { expect, test } from "../../rapport/test";

test("a webhook is set up, tested and posted to, and what a dead system missed is seen and sent again", async ({
  newAgent,
  newVisitor,
  receiver,
  server,
}) => {
  const { page } = await newAgent("Ada First");
  const webhooks = new SettingsPage(page, "Webhooks");
  const { drawer } = webhooks;
  const deliveries = drawer.getByRole("region", { name: "Deliveries" });

  const secret = await test.step("an administrator makes one, and tries the address", async () => {
    await webhooks.visit();
    await webhooks.openNew("New webhook");
    await webhooks.field("Name").fill("Warehouse");
    await webhooks.field("Address").fill(receiver.url);
    await webhooks.save("New webhook");
    await webhooks.open("Warehouse");
    await expect(deliveries).toContainText("Nothing yet");
    await drawer.getByRole("button", { name: "Show" }).click();
    const shown = await drawer.getByText(/^whsec_/).innerText();
    await drawer.getByRole("button", { name: "Send a test" }).click();
    await expect(drawer.getByRole("status")).toContainText("Taken: 204");
    const [test] = await receiver.got(1);
    expect(test?.body.type).toBe("test");
    expect(test?.signedWith(shown)).toBe(true);
    return shown;
  });

  await test.step("what customers write arrives, signed, while the list is watched", async () => {
    const vera = await newVisitor();
    await vera.open();
    await vera.say("Where is my order?");
    const [, message] = await receiver.got(2);
    expect(message?.body.type).toBe("message.created");
    expect(message?.body.data.entry.text).toBe("Where is my order?");
    expect(message?.signedWith(secret)).toBe(true);
    await expect(deliveries.getByRole("listitem")).toContainText(["message.created"]);
    await expect(deliveries).toContainText("Taken");

    receiver.refuseOnce();
    await vera.say("Hello?");
    await receiver.got(3);
  });

  await test.step("a server that is killed forgets nothing", async () => {
    await server.kill();
    await server.startAgain();
    const all = await receiver.got(4);
    const [refused, taken] = [all[2], all.at(-1)];
    expect(taken?.body.data.entry.text).toBe("Hello?");
    expect(taken?.id, "the same event, by the same id").toBe(refused?.id);
    await expect(deliveries.getByText("Waiting")).toHaveCount(0);
  });

  await test.step("what was posted can be posted again", async () => {
    const before = receiver.posted.length;
    await deliveries.getByRole("button", { name: "Send again" }).first().click();
    const all = await receiver.got(before + 1);
    expect(all.at(-1)?.body.data.entry.text).toBe("Hello?");
  });
});

test("a webhook whose system wants no more is switched off, and says why", async ({
  newAgent,
  newVisitor,
  organisation,
  receiver,
}) => {
  await organisation.api.post("/webhooks", {
    name: "Old warehouse",
    url: receiver.url,
    event_types: ["message.created"],
  });
  const { page } = await newAgent("Ada First");
  const webhooks = new SettingsPage(page, "Webhooks");
  await webhooks.visit();
  receiver.status = 410;
  const vera = await newVisitor();
  await vera.open();
  await vera.say("Where is my order?");
  const row = page.getByRole("row", { name: /Old warehouse/ });
  await expect(row).toContainText("Switched off");
  await webhooks.open("Old warehouse");
  await expect(webhooks.drawer.getByRole("alert")).toContainText("410 Gone: not today");

  receiver.status = 204;
  await webhooks.drawer.getByRole("switch", { name: "Enabled" }).click();
  await webhooks.save();
  await expect(row).not.toContainText("Switched off");
  await vera.say("Anybody?");
  const all = await receiver.got(2);
  expect(all.at(-1)?.body.data.entry.text).toBe("Anybody?");
});
