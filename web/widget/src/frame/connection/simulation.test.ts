import { describe, expect, it } from "vitest";
import { Simulation } from "./simulation";

const ACTIONS = 1_500;
const SEEDS = 120;
const FAULTS = ["breaks", "reloads", "resyncs", "conversations"] as const;

/** Runs one seed to the end; the message of a failed expectation names it. */
function run(seed: number, tabs: number): Simulation {
  const simulation = new Simulation(seed, tabs);
  for (let at = 0; at < ACTIONS; at += 1) simulation.act(true);
  simulation.heal();
  return simulation;
}

describe("a visitor on a bad network", () => {
  it("loses nothing, sees nothing twice, and sees it in the server's order", () => {
    const total = { breaks: 0, reloads: 0, resyncs: 0, conversations: 0 };
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const simulation = run(seed, 1 + (seed % 3));
      const why = `seed ${seed}`;
      const stored = simulation.log.map((entry) => entry.id);
      for (const { session } of simulation.tabs) {
        expect(session.link.kind, why).toBe("live");
        expect(
          session.entries.map((entry) => entry.id),
          why,
        ).toEqual(stored.slice(-500));
        expect(session.outbox, why).toEqual([]);
      }
      const arrived = simulation.log.flatMap((entry) => entry.client_id ?? []);
      expect([...arrived].sort(), why).toEqual(simulation.written);
      expect(simulation.storage.size, why).toBe(0);
      for (const fault of FAULTS) total[fault] += simulation.counts[fault];
    }
    // The faults did happen, so the promise above was put to the test.
    for (const fault of FAULTS) expect(total[fault], fault).toBeGreaterThan(300);
  });

  it("has its messages stored in the order of writing when it uses one tab", () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const simulation = run(seed, 1);
      const arrived = simulation.log.flatMap((entry) => entry.client_id ?? []);
      expect(arrived, `seed ${seed}`).toEqual(simulation.written);
    }
  });
});
