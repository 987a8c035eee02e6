import { describe, expect, it } from "vitest";
import { NOBODY } from "../pre_chat/field";
import { asked, offered, refusedReturn } from "./returning";
import { newSession, type Session } from "./session";
import { step } from "./step";

const world = { now: 0, random: 0 };

function arrived(): Session {
  const fresh = newSession({ token: null, who: null }, "en", null, []);
  return offered(fresh, "t").session;
}

const welcome = {
  type: "welcome" as const,
  token: "v2.key",
  visitor: NOBODY,
  conversation: null,
  entries: [],
};

describe("coming back by the link in a mail", () => {
  it("uses the link only once they ask for it", () => {
    const session = arrived();
    const { effects } = step(session, { kind: "opened", outbox: [] }, world);
    expect(effects).toEqual([
      expect.objectContaining({ frame: expect.objectContaining({ return_link: null }) }),
    ]);
  });

  it("asks with the same nonce on every line, until there is an answer", () => {
    const dialled = asked(arrived(), "n", world);
    expect(dialled.effects).toContainEqual({ kind: "dial" });
    const hello = step(dialled.session, { kind: "opened", outbox: [] }, world);
    const frame = expect.objectContaining({ return_link: { token: "t", nonce: "n" }, after: null });
    expect(hello.effects).toEqual([expect.objectContaining({ frame })]);
    const broken = step(hello.session, { kind: "closed" }, world).session;
    const again = step(broken, { kind: "opened", outbox: [] }, world);
    expect(again.effects).toEqual([expect.objectContaining({ frame })]);
    const done = step(again.session, { kind: "frame", frame: welcome }, world).session;
    expect(done.returning).toBeNull();
    expect(done.token).toBe("v2.key");
  });

  it("keeps why it was refused, also once the server has said who is there", () => {
    const asking = asked(arrived(), "n", world).session;
    const frame = { type: "refused" as const, client_id: null, code: "return_link_used", detail: "used" };
    const refused = step(asking, { kind: "frame", frame }, world).session;
    const { session } = step(refused, { kind: "frame", frame: welcome }, world);
    expect(session.returning).toEqual({ kind: "refused", code: "return_link_used" });
    expect(refusedReturn(arrived(), "address_invalid").returning).toEqual({ kind: "offered", token: "t" });
    expect(step(session, { kind: "return_closed" }, world).session.returning).toBeNull();
  });
});
