import { expect } from "@playwright/test";
import { test } from "../rapport/test";
import { shoot } from "./camera";

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
const DAY_MS = 86_400_000;

test("a chat that asks first, and one that is closed", async ({ organisation, bela: _, newVisitor }) => {
  const { api, queue } = organisation;
  await organisation.configureChat({
    pre_chat: {
      enabled: true,
      fields: [
        { ask: { kind: "name" }, required: true },
        { ask: { kind: "email" }, required: true },
        {
          ask: { kind: "topic", key: "Topic", choices: [{ value: "Returns" }, { value: "Something else" }] },
          required: true,
        },
      ],
    },
  });
  const asked = await newVisitor();
  await asked.launcher.click();
  await asked.frame.getByRole("button", { name: /^Chat\b/ }).click();
  await expect(asked.frame.getByRole("region", { name: "A few things first" })).toBeVisible();
  await shoot(asked.page, "widget-asks-first");
  await asked.say("The strap broke");
  await expect(asked.frame.getByText("Please choose one")).toBeVisible();
  await shoot(asked.page, "widget-asks-again");

  await organisation.configureChat({ pre_chat: { enabled: false, fields: [] } });
  const day = DAYS[new Date(Date.now() + 3 * DAY_MS).getUTCDay()];
  const hours = await api.post("/hours", {
    name: "Shop hours",
    time_zone: "Europe/Berlin",
    week: [{ day, intervals: [{ from: "09:00", to: "17:00" }] }],
    holidays: [],
  });
  await api.change(`/queues/${queue.id}`, { hours_id: hours.id });
  const late = await newVisitor();
  await late.open();
  await late.say("The strap broke");
  await expect(late.waiting).toContainText("We are closed now");
  await expect(late.frame.getByRole("textbox", { name: /^Where can we reach you/ })).toBeVisible();
  await shoot(late.page, "widget-closed");
  await late.frame.getByRole("button", { name: "Emoji", exact: true }).click();
  await expect(late.frame.getByRole("option").first()).toBeVisible();
  await shoot(late.page, "widget-emoji");
});
