import type { Page } from "@playwright/test";
import type { Cable } from "./cable";

interface Person {
  page: Page;
  cable: Cable;
}

/** As when the Wi-Fi is gone: the browser knows that it is offline, and every socket breaks. */
export async function loseNetwork(person: Person): Promise<void> {
  await person.page.context().setOffline(true);
  person.cable.cut();
}

export async function findNetwork(person: Person): Promise<void> {
  person.cable.mend();
  await person.page.context().setOffline(false);
}
