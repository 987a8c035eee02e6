import { expect, type Locator, type Page } from "@playwright/test";
import type { Cable } from "../rapport/cable";
import { emailOf, PASSWORD } from "../rapport/organisation";
import { expectSaid } from "./said";

/** Somebody at the desk. */
export class Agent {
  readonly list: Locator;
  readonly offers: Locator;
  readonly conversation: Locator;
  readonly log: Locator;
  readonly composer: Locator;
  readonly wrapUp: Locator;
  /** What a change was answered with, in a corner of the page. */
  readonly toasts: Locator;

  constructor(
    readonly page: Page,
    readonly name: string,
    readonly cable: Cable,
  ) {
    this.list = page.getByRole("complementary", { name: "Inbox" });
    this.offers = page.getByRole("region", { name: "Offered to you" });
    this.conversation = page.getByRole("main");
    this.log = page.getByRole("log", { name: "Messages" });
    this.composer = page.getByRole("textbox", { name: "Reply" });
    this.wrapUp = page.getByRole("form", { name: "Wrap up" });
    this.toasts = page.getByRole("status");
  }

  async signIn(): Promise<void> {
    await this.page.goto(`${this.cable.url}/sign-in`);
    await this.page.getByRole("textbox", { name: "E-mail" }).fill(emailOf(this.name));
    await this.page.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
    await this.page.getByRole("button", { name: "Sign in" }).click();
    await expect(this.list).toBeVisible();
  }

  /** The button at the foot of the rail, which names the state: "online", "did not answer an offer". */
  presence(state: string): Locator {
    const name = `${this.name}: ${state}. Change your presence and preferences`;
    return this.page.getByRole("button", { name });
  }

  async goOnline(): Promise<void> {
    await this.page.getByRole("button", { name: /Change your presence and preferences/ }).click();
    await this.page.getByRole("button", { name: "Online", exact: true }).click();
    await expect(this.presence("Online")).toBeVisible();
  }

  async accept(): Promise<void> {
    await this.offers.getByRole("button", { name: "Accept" }).click();
    await expect(this.log).toBeVisible();
  }

  async reply(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.send();
  }

  async send(): Promise<void> {
    await this.page.getByRole("button", { name: "Send", exact: true }).click();
  }

  /** Says that the matter is settled; what remains is to say how it ended. */
  async resolve(): Promise<void> {
    await this.conversation.getByRole("button", { name: "Resolve", exact: true }).click();
    await expect(this.wrapUp).toBeVisible();
  }

  /** Ends the talk and leaves it open whether the matter is settled; what remains is to say how it ended. */
  async endWork(): Promise<void> {
    await this.conversation.getByRole("button", { name: "More" }).click();
    await this.page.getByRole("menuitem", { name: "End work without resolving" }).click();
    await expect(this.wrapUp).toBeVisible();
  }

  async finishWrapUp(disposition?: string): Promise<void> {
    if (disposition) {
      await this.wrapUp.getByRole("combobox", { name: "What was it?" }).click();
      await this.page.getByRole("option", { name: disposition }).click();
    }
    await this.wrapUp.getByRole("button", { name: "Done" }).click();
    await expect(this.wrapUp).toBeHidden();
  }

  async transferToQueue(queue: string, note: string): Promise<void> {
    await this.conversation.getByRole("button", { name: "Transfer" }).click();
    const dialog = this.page.getByRole("dialog", { name: "Transfer conversation" });
    await dialog.getByRole("combobox", { name: "Queue" }).click();
    await this.page.getByRole("option", { name: queue }).click();
    await dialog.getByLabel("Note for the next agent").fill(note);
    await dialog.getByRole("button", { name: "Transfer" }).click();
    await expect(dialog).toBeHidden();
  }

  /** Shows what the system did, where several events are folded into a line. */
  async unfoldEvents(): Promise<void> {
    const folds = this.log.getByRole("button", { name: /^\d+ events$/, expanded: false });
    for (let left = await folds.count(); left > 0; left--) await folds.last().click();
  }

  async sees(...texts: string[]): Promise<void> {
    await expectSaid(this.log, texts);
  }
}
