import type { Agent, Presence } from "@rapport/api-client";
import { describe, expect, it } from "vitest";
import { roster } from "~/board/roster";

const agent = (name: string, archived = false) => ({ id: `agent_${name}`, name, archived }) as Agent;
const presence = (name: string, state: Presence["state"]) =>
  ({ agent_id: `agent_${name}`, state }) as Presence;

describe("the board's agents", () => {
  it("are all who work here: those who take work first, then by name", () => {
    const agents = [
      agent("Zoe"),
      agent("Ada"),
      agent("Mia"),
      agent("Bo"),
      agent("Gone", true),
      agent("Still", true),
    ];
    const seats = roster(agents, [
      presence("Mia", "away"),
      presence("Zoe", "online"),
      presence("Gone", "offline"),
      presence("Still", "online"),
    ]);
    expect(seats.map(({ agent }) => agent.name)).toEqual(["Still", "Zoe", "Mia", "Ada", "Bo"]);
    expect(seats.at(-1)?.presence).toBeUndefined();
  });
});
