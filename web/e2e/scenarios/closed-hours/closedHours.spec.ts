import { expect, test } from "../../rapport/test";

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
const DAY_MS = 86_400_000;

/** Open on one day of the week only, three days from now: closed today, wherever one is. */
function openLater() {
  const day = DAYS[new Date(Date.now() + 3 * DAY_MS).getUTCDay()];
  return {
    time_zone: "Europe/Berlin",
    week: [{ day, intervals: [{ from: "09:00", to: "17:00" }] }],
    holidays: [],
  };
}

test("closed: the chat says until when, keeps the message, and opens before the customer's eyes", async ({
  organisation,
  bela,
  newVisitor,
}) => {
  const { api, queue } = organisation;
  const hours = await api.post("/hours", { name: "Shop hours", ...openLater() });
  await api.change(`/queues/${queue.id}`, { hours_id: hours.id });
  // An hour ahead of the shop, all year.
  const vera = await newVisitor({ timezoneId: "Europe/Helsinki", locale: "en-GB" });

  await test.step("before the first message", async () => {
    await vera.open();
    await expect(vera.frame.getByText(/^We are closed now\. Back \w+day.* 10:00$/)).toBeVisible();
  });

  await test.step("after it there is a promise, and nobody is asked", async () => {
    await vera.say("The strap broke");
    await vera.sees("The strap broke");
    await expect(vera.waiting).toContainText("We are closed now. Back");
    await expect(vera.waiting).toContainText("answered once we are open");
    await expect(bela.offers).toBeHidden();
  });

  await test.step("she says where she can be reached, once", async () => {
    const field = vera.frame.getByRole("textbox", { name: "Where can we reach you if you have left?" });
    await field.fill("0421 123");
    await vera.frame.getByRole("button", { name: "Save", exact: true }).click();
    await expect(vera.frame.getByRole("alert")).toContainText("begins with + and your country");
    await field.fill("Vera@example.com");
    await vera.frame.getByRole("button", { name: "Save", exact: true }).click();
    await expect(vera.frame.getByText("Thank you. We have noted where to reach you")).toBeVisible();
    await vera.page.reload();
    await expect(vera.waiting).toBeVisible();
    await expect(field).toBeHidden();
  });

  await test.step("it opens", async () => {
    await api.change(`/queues/${queue.id}`, { hours_id: null });
    await expect(bela.offers).toContainText("The strap broke");
    await expect(vera.waiting).toContainText("You are next");
    await bela.accept();
    await vera.sees("The strap broke");
    await expect(bela.page.getByText("vera@example.com", { exact: true }).first()).toBeVisible();
  });
});
