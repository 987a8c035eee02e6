import { describe, expect, it } from "vitest";
import { shownEnd, typedEnd } from "~/settings/controls/midnight";
import { originOf } from "~/settings/controls/origin";
import { changesOf, errorAt, getAt, setAt, unplacedErrors } from "~/settings/directory/path";
import { snippetOf } from "~/settings/snippetOf";
import { isComplete, stepOf } from "~/setup/answers";
import { readableOn } from "~/setup/contrast";
import { match, nameOf } from "~/shortcuts/keys";

describe("a record's draft", () => {
  const record = { name: "Returns", service_level: { percent: 80, answer_within_ms: 1 } };

  it("is read and changed by path, without touching the original", () => {
    expect(getAt(record, "service_level.percent")).toBe(80);
    expect(getAt(record, "overflow.queue_id")).toBeUndefined();
    const changed = setAt(record, "service_level.percent", 90);
    expect(changed).toEqual({ name: "Returns", service_level: { percent: 90, answer_within_ms: 1 } });
    expect(record.service_level.percent).toBe(80);
  });

  it("sends only what has changed", () => {
    expect(changesOf(record, setAt(record, "name", "Refunds"))).toEqual({ name: "Refunds" });
    expect(changesOf(record, { ...record })).toEqual({});
  });

  it("finds the server's words for a field, however they are addressed", () => {
    const errors = { "week[0].intervals": "overlap", "/service_level/percent": "too high", secret: "odd" };
    expect(errorAt(errors, "week")).toBe("overlap");
    expect(errorAt(errors, "service_level.percent")).toBe("too high");
    expect(errorAt(errors, "name")).toBeUndefined();
    expect(unplacedErrors(errors, ["week", "service_level.percent"])).toEqual(["secret: odd"]);
  });
});

describe("inboxes", () => {
  it("take an address as people paste it", () => {
    expect(originOf(" https://Shop.example/returns?x=1 ")).toBe("https://shop.example");
    expect(originOf("shop.example")).toBe("https://shop.example");
    expect(originOf("http://localhost:3000/")).toBe("http://localhost:3000");
    expect(originOf("not an origin")).toBe("not an origin");
  });

  it("give a snippet to paste", () => {
    expect(snippetOf("https://desk.example", "wk_1")).toBe(
      '<script async src="https://desk.example/widget.js" data-inbox="wk_1"></script>',
    );
  });
});

describe("set-up", () => {
  const answers = {
    organisation: "Northlight",
    brand: "",
    colour: "#4f46c8",
    name: "Marta",
    email: "m@example.com",
    password: "long enough",
    inbox: "Website",
  };

  it("goes on when a step is complete", () => {
    expect(isComplete("organisation", answers)).toBe(true);
    expect(isComplete("organisation", { ...answers, colour: "red" })).toBe(false);
    expect(isComplete("you", { ...answers, password: "short" })).toBe(false);
    expect(isComplete("inbox", { ...answers, inbox: " " })).toBe(false);
  });

  it("goes back to the step whose field was refused", () => {
    expect(stepOf("administrator.password")).toBe("you");
    expect(stepOf("inbox.name")).toBe("inbox");
    expect(stepOf("brand.colour")).toBe("organisation");
  });

  it("keeps the launcher readable on any colour", () => {
    expect(readableOn("#4f46c8")).toBe("#ffffff");
    expect(readableOn("#ffe066")).toBe("#000000");
  });
});

describe("shortcuts", () => {
  const press = (key: string, mod = false) => nameOf({ key, ctrlKey: mod, metaKey: false, altKey: false });

  it("are named as they are written down", () => {
    expect([press("K", true), press("?"), press("J")]).toEqual(["mod+k", "?", "j"]);
  });

  it("may be two keys, of which the second means nothing else then", () => {
    const wanted = ["g c", "c", "i"];
    expect(match(wanted, "c", { first: "g", at_ms: 0 }, 500)).toBe("g c");
    expect(match(wanted, "i", { first: "g", at_ms: 0 }, 500)).toBeNull();
    expect(match(wanted, "i", { first: "g", at_ms: 0 }, 5_000)).toBe("i");
    expect(match(wanted, "c", null, 0)).toBe("c");
  });
});

describe("the end of an open day", () => {
  it("is 24:00 to the server and midnight in the field", () => {
    expect(shownEnd("24:00")).toBe("00:00");
    expect(typedEnd("00:00")).toBe("24:00");
    expect([shownEnd("17:00"), typedEnd("17:00")]).toEqual(["17:00", "17:00"]);
  });
});
