import { expect, type FrameLocator, type Locator, type Page } from "@playwright/test";
import type { Cable } from "../rapport/cable";
import { expectSaid } from "./said";

/** A customer on the business's page. */
export class Visitor {
  /** The button on the page. */
  readonly launcher: Locator;
  /** The chat itself, which is another document. */
  readonly frame: FrameLocator;
  readonly log: Locator;
  readonly composer: Locator;
  /** All that the chat shows. */
  readonly chat: Locator;
  /** The place in line, or when somebody is there. */
  readonly waiting: Locator;

  constructor(
    readonly page: Page,
    readonly cable: Cable,
  ) {
    this.launcher = page.getByRole("button", { name: /^Open chat/ });
    this.frame = page.getByTitle("Chat with us").contentFrame();
    this.log = this.frame.getByRole("log", { name: "Messages" });
    this.composer = this.frame.getByRole("textbox", { name: "Your message" });
    this.chat = this.frame.getByRole("main");
    this.waiting = this.frame
      .getByRole("status")
      .filter({ hasText: /in line|next|shortly|Nobody is free|closed/ });
  }

  async visit(url: string): Promise<void> {
    await this.page.goto(url);
    await expect(this.launcher).toBeVisible();
  }

  /** Opens the chat from the page and begins to write. */
  async open(): Promise<void> {
    await this.launcher.click();
    await this.frame.getByRole("button", { name: /^Chat\b/ }).click();
    await expect(this.composer).toBeFocused();
  }

  async close(): Promise<void> {
    await this.page.getByRole("button", { name: "Close chat" }).click();
    await expect(this.launcher).toBeVisible();
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  /** Says where they can be reached once they have left, which is asked while nobody is there. */
  async leaveAddress(address: string): Promise<void> {
    const field = this.frame.getByRole("textbox", { name: "Where can we reach you if you have left?" });
    await field.fill(address);
    await field.press("Enter");
    await expect(this.chat).toContainText("We have noted where to reach you");
  }

  /** What is seen of these messages, in the order seen, each time it is seen. */
  async sees(...texts: string[]): Promise<void> {
    await expectSaid(this.log, texts);
  }
}
