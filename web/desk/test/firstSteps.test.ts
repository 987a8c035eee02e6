import type { Agent, Brand, Inbox, Queue } from "@rapport/api-client";
import { describe, expect, it } from "vitest";
import { allDone, type Facts, stepsOf } from "~/firstSteps/steps";

const record = { version: 1, archived: false, created_at: "", updated_at: "" };
const brand = { ...record, id: "brand_1", name: "Bags" } as Brand;
const inbox = { ...record, id: "inbox_1", enabled: true, brand_id: brand.id, queue_id: "queue_1" } as Inbox;
const queue = { ...record, id: "queue_1", hours_id: null } as Queue;
const agent = (id: string, ...queue_ids: string[]) => ({ ...record, id, queue_ids }) as Agent;

/** As set-up leaves it. */
const fresh: Facts = {
  brands: [brand],
  inboxes: [inbox],
  queues: [queue],
  agents: [agent("ada", "queue_1")],
  contacted: false,
};
const left = (facts: Partial<Facts>) =>
  stepsOf({ ...fresh, ...facts })
    .filter((step) => !step.done)
    .map((step) => step.name);

describe("the first steps", () => {
  it("are, after set-up, the snippet, the hours and the team", () => {
    expect(left({})).toEqual(["inbox", "hours", "team"]);
  });

  it("are over when a customer has written, the queue has hours and there is a second agent", () => {
    const facts = {
      ...fresh,
      contacted: true,
      queues: [{ ...queue, hours_id: "hours_1" }],
      agents: [agent("ada", "queue_1"), agent("bela")],
    };
    expect(allDone(stepsOf(facts))).toBe(true);
  });

  it("are all to be done in a store without records", () => {
    const none = { brands: [], inboxes: [], queues: [], agents: [agent("ada")] };
    expect(left(none)).toEqual(["brand", "inbox", "agents", "hours", "team"]);
  });

  it("concern only queues in which customers of an enabled inbox wait", () => {
    const other = { ...queue, id: "queue_2" };
    expect(left({ queues: [queue, other] })).not.toContain("agents");
    const second = { ...inbox, id: "inbox_2", queue_id: "queue_2" };
    expect(left({ queues: [queue, other], inboxes: [inbox, second] })).toContain("agents");
    expect(left({ queues: [queue, other], inboxes: [inbox, { ...second, enabled: false }] })).not.toContain(
      "agents",
    );
  });

  it("come back when what was done is archived", () => {
    expect(left({ brands: [{ ...brand, archived: true }] })).toContain("brand");
    expect(left({ agents: [{ ...agent("ada", "queue_1"), archived: true }, agent("bela")] })).toContain(
      "agents",
    );
    expect(left({ contacted: true, inboxes: [{ ...inbox, enabled: false }] })).toContain("inbox");
  });
});
