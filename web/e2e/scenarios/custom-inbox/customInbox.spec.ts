import { SettingsPage } from "../../people/administrator";
import { expect, test } from "../../rapport/test";

test("a channel of the business's own: messages in once, answers out, and one that failed sent again", async ({
  newAgent,
  organisation,
  bela,
  receiver,
  server,
}) => {
  const { page } = await newAgent("Ada First");
  const inboxes = new SettingsPage(page, "Inboxes");

  const address = await test.step("an administrator connects it", async () => {
    await inboxes.visit();
    await inboxes.openNew("New inbox");
    await inboxes.field("Name").fill("App");
    await inboxes.choose("Channel", "Custom");
    await inboxes.choose("Brand", "Bags & Straps");
    await inboxes.choose("Queue", organisation.queue.name);
    await inboxes.field("Address of your system").fill(receiver.url);
    await inboxes.save("New inbox");
    await inboxes.open("App");
    const shown = await inboxes.drawer.getByText(/^POST http/).innerText();
    return shown.replace("POST ", "");
  });

  const { token } = await organisation.api.post("/tokens", {
    name: "Bridge",
    scopes: ["inbound:write"],
  });
  const handIn = (id: string, text: string) =>
    fetch(address, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({
        external_id: id,
        text,
        sender: { external_id: "c-42", name: "Vera Moss", email: "vera@example.com" },
        context: { order: "1042" },
      }),
    });

  await test.step("what comes twice is there once, with what is known", async () => {
    expect((await handIn("m-1", "Where is it?")).status).toBe(201);
    expect((await handIn("m-1", "Where is it?")).status).toBe(200);
    await bela.accept();
    await bela.sees("Where is it?");
    await expect(bela.page.getByText("1042")).toBeVisible();
    await expect(bela.page.getByText("vera@example.com")).toBeVisible();
  });

  await test.step("an answer is posted to the address", async () => {
    await bela.reply("On its way");
    const [answer] = await receiver.got(1);
    expect(answer?.body.type).toBe("inbox.message");
    expect(answer?.body.data.entry.text).toBe("On its way");
    await expect(bela.log.getByText("Sent", { exact: true })).toBeVisible();
  });

  await test.step("one that is refused for good says why, and goes out again by a press", async () => {
    receiver.status = 410;
    await bela.reply("It comes on Monday");
    const failure = bela.log.getByRole("alert");
    await expect(failure).toContainText("Not delivered. 410 Gone: not today");
    await expect(inboxes.drawer.getByRole("region", { name: "Not gone out" })).toContainText(
      "It comes on Monday",
    );
    receiver.status = 204;
    await failure.getByRole("button", { name: "Try again" }).click();
    await expect(failure).toHaveCount(0);
    const all = await receiver.got(3);
    expect(all.map((it) => it.body.data.entry.text)).toEqual([
      "On its way",
      "It comes on Monday",
      "It comes on Monday",
    ]);
    expect(all[2]?.id).toBe(all[1]?.id);
  });

  await test.step("answers that wait for the other side outlive a killed server, in their order", async () => {
    receiver.refuseOnce();
    await bela.reply("one");
    await receiver.got(4);
    await bela.reply("two");
    await expect(bela.log.getByText("Queued", { exact: true })).toBeVisible();
    await server.kill();
    await server.startAgain();
    const all = await receiver.got(6);
    expect(all.slice(-2).map((it) => it.body.data.entry.text)).toEqual(["one", "two"]);
  });
});
