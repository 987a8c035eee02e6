import type { Entry } from "@rapport/api-client";
import { describe, expect, it } from "vitest";
import { customer, message } from "../../test/records";
import { answerTo, isAddress } from "./route";

const OWN = new Set(["help@shop.example"]);
const at = (address: string) => ({ name: null, address });

function mail(more: object): Entry {
  const head = {
    subject: "My bag",
    from: at("vera@customers.example"),
    to: [at("help@shop.example")],
    ...more,
  };
  return { ...message(1, { author: customer }), mail: head } as Entry;
}

describe("to whom an answer goes", () => {
  it("goes to who wrote last, or where they want it", () => {
    expect(answerTo([mail({}), mail({ from: at("old@customers.example") })], OWN)?.to).toEqual([
      "vera@customers.example",
    ]);
    expect(answerTo([mail({ reply_to: [at("desk@customers.example")] })], OWN)?.to).toEqual([
      "desk@customers.example",
    ]);
    expect(answerTo([], OWN)).toBeNull();
  });

  it("goes to all others once, and never to the business itself", () => {
    const answer = answerTo(
      [
        mail({
          to: [at("Help@Shop.example"), at("max@customers.example")],
          cc: [at("max@customers.example"), at("Vera@customers.example"), at("ida@customers.example")],
        }),
      ],
      OWN,
    );
    expect(answer?.others).toEqual(["max@customers.example", "ida@customers.example"]);
  });

  it("says once that it answers", () => {
    expect(answerTo([mail({})], OWN)?.subject).toBe("Re: My bag");
    expect(answerTo([mail({ subject: "RE: My bag" })], OWN)?.subject).toBe("RE: My bag");
  });
});

it("knows an address from a name", () => {
  expect(isAddress("vera@customers.example")).toBe(true);
  for (const text of ["vera", "@x", "a b@c", "a@", "a@b@c"]) expect(isAddress(text)).toBe(false);
});
