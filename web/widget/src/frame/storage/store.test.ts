import { describe, expect, it } from "vitest";
import { forgetPending, keepPending, keptPending } from "./outbox";
import { openStore, type Store } from "./store";

/** As much of the browser's Storage as is used: its keys are its own enumerable properties. */
function area(limit = Number.POSITIVE_INFINITY): Storage {
  const items: Record<string, string> = {};
  const methods = {
    getItem: (key: string) => items[key] ?? null,
    setItem(key: string, value: string) {
      if (value.length > limit) throw new DOMException("full", "QuotaExceededError");
      items[key] = value;
    },
    removeItem(key: string) {
      delete items[key];
    },
  };
  return new Proxy(items, {
    get: (_, name: string) => methods[name as keyof typeof methods] ?? items[name],
  }) as unknown as Storage;
}

function blocked(): Storage {
  throw new DOMException("denied", "SecurityError");
}

function roundTrip(store: Store): void {
  expect(store.get("token")).toBeNull();
  store.set("token", "a");
  store.set("token", "b");
  expect(store.get("token")).toBe("b");
  expect(store.names("tok")).toEqual(["token"]);
  store.remove("token");
  expect(store.get("token")).toBeNull();
  expect(store.names("")).toEqual([]);
}

describe("store", () => {
  it("keeps, replaces and forgets in storage", () => {
    roundTrip(openStore("key", () => area()));
  });

  it("does the same in memory where storage is blocked", () => {
    roundTrip(openStore("key", blocked));
  });

  it("keeps in memory what no longer fits", () => {
    const shared = area(4);
    const store = openStore("key", () => shared);
    store.set("draft", "abc");
    store.set("draft", "a long draft");
    expect(store.get("draft")).toBe("a long draft");
  });

  it("keeps inboxes apart and outlives a reload", () => {
    const shared = area();
    openStore("one", () => shared).set("token", "1");
    expect(openStore("two", () => shared).get("token")).toBeNull();
    expect(openStore("one", () => shared).get("token")).toBe("1");
  });
});

describe("kept messages", () => {
  const message = (id: string) => ({ client_id: id, text: `text ${id}`, at: "", refusal: null });

  it("come back oldest first, whichever tab kept them", () => {
    const shared = area();
    keepPending(
      openStore("key", () => shared),
      message("02"),
    );
    keepPending(
      openStore("key", () => shared),
      message("01"),
    );
    const store = openStore("key", () => shared);
    expect(keptPending(store)).toEqual([message("01"), message("02")]);
    forgetPending(store, "01");
    expect(keptPending(store)).toEqual([message("02")]);
  });

  it("skips what is not a message", () => {
    const store = openStore("key", blocked);
    store.set("pending:1", "{");
    store.set("pending:2", "[]");
    store.set("pending:3", "null");
    expect(keptPending(store)).toEqual([]);
  });
});
