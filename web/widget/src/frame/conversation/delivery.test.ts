import { describe, expect, it } from "vitest";
import { conversation, fromVisitor } from "../connection/testing";
import { delivery } from "./delivery";

describe("delivery", () => {
  it("says how far a message got", () => {
    const marks = conversation({ agent_delivered_seq: 5, agent_read_seq: 3 });
    const states = [3, 4, 5, 6].map((seq) => delivery(fromVisitor(seq, "a"), marks));
    expect(states).toEqual(["read", "delivered", "delivered", "sent"]);
  });

  it("says nothing about an earlier conversation, whose numbers are its own", () => {
    const earlier = { ...fromVisitor(1, "a"), conversation_id: "conversation_0" };
    expect(delivery(earlier, conversation({ agent_read_seq: 9 }))).toBeNull();
  });
});
