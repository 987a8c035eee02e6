import { SettingsPage } from "../../people/administrator";
import { expect, test } from "../../rapport/test";

const READ_ONLY = "Your role reads conversations and does not answer them.";

test("a role of the business's own is made, given, changed and kept while somebody has it", async ({
  newTalk,
  bela,
  newAgent,
}) => {
  await newTalk("The strap broke");
  await expect(bela.composer).toBeVisible();
  const ada = await newAgent("Ada First");
  const roles = new SettingsPage(ada.page, "Roles");
  const agents = new SettingsPage(ada.page, "Agents");
  const tick = (name: RegExp) => roles.drawer.getByRole("checkbox", { name });
  const openRole = () => ada.page.getByRole("button", { name: "Quality", exact: true }).click();

  await test.step("what a permission requires comes and goes with it", async () => {
    await roles.visit();
    await roles.openNew("New role");
    await roles.field("Name").fill("Supervisor");
    await tick(/^See contacts/).uncheck();
    await expect(tick(/^Read all conversations/)).not.toBeChecked();
    await tick(/^See how queues serve/).check();
    await expect(tick(/^Read all conversations/)).toBeChecked();
    await tick(/^See how queues serve/).uncheck();
    await roles.drawer.getByRole("button", { name: "New role" }).click();
    await expect(roles.drawer.getByText(/is the name of a built-in role/)).toBeVisible();
    await roles.field("Name").fill("Quality");
    await roles.save("New role");
    await expect(ada.page.getByRole("columnheader", { name: "Quality" })).toBeVisible();
  });

  await test.step("whoever is given it sees at once what it opens, and what it does not", async () => {
    await agents.visit();
    await agents.open("Bela Baker");
    await agents.choose("Role", "Quality");
    await agents.save();
    await expect(ada.page.getByRole("row", { name: /Bela Baker/ })).toContainText("Quality");
    await expect(bela.conversation.getByText(READ_ONLY)).toBeVisible();
    await expect(bela.composer).toBeHidden();
    await expect(bela.log).toContainText("The strap broke");
    await expect(bela.conversation.getByRole("button", { name: "Resolve" })).toBeHidden();
    await expect(bela.page.getByRole("link", { name: "Contacts" })).toBeVisible();
    await expect(bela.page.getByRole("link", { name: "Board" })).toBeHidden();
    await bela.page.getByRole("button", { name: /Change your presence and preferences/ }).click();
    await expect(bela.page.getByRole("button", { name: "Sign out" })).toBeVisible();
    await expect(bela.page.getByRole("button", { name: "Online", exact: true })).toBeHidden();
    await bela.page.keyboard.press("Escape");
  });

  await test.step("more of it reaches an open desk too", async () => {
    await roles.visit();
    await openRole();
    await tick(/^Answer, note, tag/).check();
    await roles.save();
    await expect(bela.composer).toBeVisible();
    await expect(bela.conversation.getByText(READ_ONLY)).toBeHidden();
  });

  await test.step("as long as somebody has it, it stays", async () => {
    await openRole();
    await roles.drawer.getByRole("button", { name: "Archive" }).click();
    const dialog = ada.page.getByRole("dialog", { name: /Archive/ });
    await dialog.getByRole("textbox").fill("Quality");
    await dialog.getByRole("button", { name: "Archive" }).click();
    await expect(dialog.getByText(/Bela Baker still uses it/)).toBeVisible();
    await expect(ada.page.getByRole("columnheader", { name: "Quality" })).toBeAttached();
  });
});

test("whoever only hires reads no conversation, and gives nothing that they do not have", async ({
  organisation,
  newAgent,
}) => {
  const role = await organisation.api.post("/roles", {
    name: "Staffing",
    permissions: ["directory:read", "agents:manage"],
  });
  const hugo = await organisation.agent({ name: "Hugo Hires", queues: [] });
  const { page, cable } = await newAgent("Hugo Hires");
  const main = page.getByRole("main");
  await organisation.api.change(`/agents/${hugo.id}`, { role: role.id });
  await expect(main.getByText("Not open to your role")).toBeVisible();
  await expect(page.getByRole("link", { name: "Inbox" })).toBeHidden();
  await page.goto(`${cable.url}/`);
  await expect(page.getByRole("heading", { name: "Settings" }).first()).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("contacts");
  await expect(page.getByRole("option", { name: /^Contacts$/ })).toHaveCount(0);
  await page.keyboard.press("Escape");

  const agents = new SettingsPage(page, "Agents");
  await agents.visit();
  await agents.openNew("Invite agent");
  await agents.drawer.getByRole("combobox", { name: "Role" }).first().click();
  await expect(page.getByRole("option", { name: "Administrator" })).toHaveAttribute("data-combobox-disabled");
  await page.getByRole("option", { name: "Staffing" }).click();
  await agents.field("Name").fill("Ivy Interim");
  await agents.field("E-mail").fill("ivy@example.com");
  await agents.drawer.getByRole("button", { name: "Invite agent" }).click();
  await expect(agents.drawer.getByText("/welcome#")).toBeVisible();
  await agents.drawer.getByRole("button", { name: "Close" }).click();

  await test.step("the server says so too", async () => {
    await agents.open("Ada First");
    await agents.field("E-mail").fill("hugo.too@example.com");
    await agents.drawer.getByRole("button", { name: "Save" }).click();
    await expect(agents.drawer.getByRole("alert")).toBeVisible();
  });
});
