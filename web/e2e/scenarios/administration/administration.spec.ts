import { SettingsPage } from "../../people/administrator";
import { emailOf, PASSWORD } from "../../rapport/organisation";
import { expect, test } from "../../rapport/test";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const WORKDAYS = DAYS.slice(1, 6);

test("a skill, hours, a queue and an agent lead a customer to the right person", async ({
  newAgent,
  newVisitor,
}) => {
  const { page } = await newAgent("Ada First");

  await test.step("a skill", async () => {
    const skills = new SettingsPage(page, "Skills");
    await skills.visit();
    await skills.openNew("New skill");
    await skills.field("Name").fill("Sewing");
    await skills.save("New skill");
    await expect(page.getByRole("rowheader", { name: "Sewing" })).toBeVisible();
  });

  // Closed today whatever the day, with two intervals on the day after tomorrow.
  const opens = DAYS[(new Date().getDay() + 2) % 7] ?? "";
  await test.step("opening hours", async () => {
    const hours = new SettingsPage(page, "Opening hours");
    await hours.visit();
    await hours.openNew("New opening hours");
    await hours.field("Name").fill("Workshop hours");
    for (const day of WORKDAYS) {
      await hours.drawer.getByRole("button", { name: `${day}: remove the interval` }).click();
    }
    const add = hours.drawer.getByRole("button", { name: `${opens}: add an interval` });
    await add.click();
    await add.click();
    await hours.drawer.getByLabel(`${opens}: to`).first().fill("12:00");
    await hours.drawer.getByLabel(`${opens}: from`).last().fill("13:00");
    await hours.save("New opening hours");
    await hours.open("Workshop hours");
    await expect(hours.drawer.getByLabel(`${opens}: from`)).toHaveCount(2);
    await expect(hours.drawer.getByLabel(`${opens}: from`).last()).toHaveValue("13:00");
    await hours.drawer.getByRole("button", { name: "Cancel" }).click();
  });

  const queues = new SettingsPage(page, "Queues");
  await test.step("a queue that needs the skill", async () => {
    await queues.visit();
    await queues.openNew("New queue");
    await queues.field("Name").fill("Workshop");
    await queues.choose("Opening hours", "Workshop hours");
    await queues.drawer.getByRole("button", { name: "Add skill" }).click();
    await queues.save("New queue");
    await expect(page.getByRole("row", { name: /Workshop/ })).toContainText("Workshop hours");
  });

  await test.step("an agent who has it", async () => {
    const agents = new SettingsPage(page, "Agents");
    await agents.visit();
    await agents.openNew("Invite agent");
    await agents.field("Name").fill("Olga Cobbler");
    await agents.field("E-mail").fill(emailOf("Olga Cobbler"));
    await agents.field("Password").fill(PASSWORD);
    await agents.choose("Queues", "Workshop");
    await agents.drawer.getByRole("heading", { name: "Work" }).click();
    await agents.drawer.getByRole("button", { name: "Add skill" }).click();
    await agents.save("Invite agent");
    await expect(page.getByRole("row", { name: /Olga Cobbler/ })).toContainText("Workshop");
  });

  await test.step("the shop's chat leads to the queue", async () => {
    const inboxes = new SettingsPage(page, "Inboxes");
    await inboxes.visit();
    await inboxes.open("Shop");
    await inboxes.choose("Queue", "Workshop");
    await inboxes.field("Greeting").fill("What can we mend?");
    await inboxes.save();
  });

  const olga = await newAgent("Olga Cobbler");
  await olga.goOnline();
  await test.step("a customer is told that it is closed, and until when", async () => {
    const early = await newVisitor();
    await early.launcher.click();
    await expect(early.frame.getByRole("heading", { name: "What can we mend?" })).toBeVisible();
    await expect(early.frame.getByText(/^We are closed now\. Back .*09:00/)).toBeVisible();
  });

  await test.step("once it is open, the agent with the skill is asked", async () => {
    await queues.visit();
    await queues.open("Workshop");
    // Chosen again, it is chosen no more.
    await queues.choose("Opening hours", "Workshop hours");
    await queues.save();
    const vera = await newVisitor();
    await vera.launcher.click();
    await expect(vera.frame.getByText("We are here now")).toBeVisible();
    await vera.frame.getByRole("button", { name: /^Chat\b/ }).click();
    await vera.say("My bag is torn");
    await expect(olga.offers).toContainText("My bag is torn");
  });
});

test("the organisation gets another name, and two who change it at once are told", async ({ newAgent }) => {
  const { page: first } = await newAgent("Ada First");
  const second = await first.context().newPage();
  await second.goto(first.url());
  const name = (page: typeof first) => page.getByRole("textbox", { name: "Name of the organisation" });
  for (const page of [first, second]) await new SettingsPage(page, "Organisation").visit();
  await expect(name(first)).toHaveValue("Bags & Straps");

  await name(second).fill("Straps only");
  await name(first).fill("Bags of the North");
  await first.getByRole("button", { name: "Save" }).click();
  await expect(first.getByRole("status").getByText("Saved")).toBeVisible();

  const alert = second.getByRole("alert");
  await expect(alert).toContainText("Someone else changed this meanwhile");
  await alert.getByRole("button", { name: "Reload", exact: true }).click();
  await expect(alert).toBeHidden();
  await expect(name(second)).toHaveValue("Bags of the North");

  await first.getByRole("link", { name: "Settings" }).click();
  await expect(first.getByRole("heading", { name: "Bags of the North", level: 1 })).toBeVisible();
});

test("two tabs change the same record: the second is told, and may keep its change", async ({ newAgent }) => {
  const { page: first } = await newAgent("Ada First");
  const second = await first.context().newPage();
  await second.goto(first.url());
  const [here, there] = [new SettingsPage(first, "Queues"), new SettingsPage(second, "Queues")];
  for (const tab of [here, there]) {
    await tab.visit();
    await tab.open("Support");
  }
  await here.field("Name").fill("Help");
  await there.field("Priority").fill("7");
  await here.save();

  const saved = second.waitForResponse((response) => response.request().method() === "PATCH");
  await there.drawer.getByRole("button", { name: "Save", exact: true }).click();
  expect((await saved).status()).toBe(409);
  const alert = there.drawer.getByRole("alert");
  await expect(alert).toContainText("Someone else changed this meanwhile");
  await alert.getByRole("button", { name: "Reload, keep my changes" }).click();
  await expect(alert).toBeHidden();
  await expect(there.field("Name")).toHaveValue("Help");
  await expect(there.field("Priority")).toHaveValue("7");
  await there.save();

  await here.open("Help");
  await expect(here.field("Priority")).toHaveValue("7");
});
