import { expect, type Locator, type Page } from "@playwright/test";

/** One kind of record in the settings: its list, and the drawer in which one is made or changed. */
export class SettingsPage {
  readonly drawer: Locator;

  constructor(
    readonly page: Page,
    private readonly title: string,
  ) {
    this.drawer = page.getByRole("dialog");
  }

  async visit(): Promise<void> {
    await this.page.getByRole("link", { name: "Settings" }).click();
    await this.page
      .getByRole("main")
      .getByRole("link", { name: new RegExp(`^${this.title}`) })
      .click();
    await expect(this.page.getByRole("heading", { name: this.title, level: 1 })).toBeVisible();
  }

  async openNew(add: string): Promise<void> {
    await this.page.getByRole("button", { name: add }).click();
    await expect(this.drawer).toBeVisible();
  }

  async open(name: string): Promise<void> {
    await this.page.getByRole("rowheader").getByRole("button", { name, exact: true }).click();
    await expect(this.drawer).toBeVisible();
  }

  field(name: string): Locator {
    return this.drawer.getByRole("textbox", { name, exact: true });
  }

  async choose(field: string, option: string): Promise<void> {
    await this.drawer.getByRole("combobox", { name: field }).first().click();
    await this.page.getByRole("option", { name: option, exact: true }).click();
  }

  /** `label`: "Save", or what the button that makes a new one says. */
  async save(label = "Save"): Promise<void> {
    await this.drawer.getByRole("button", { name: label, exact: true }).click();
    await expect(this.page.getByRole("status").getByText("Saved").last()).toBeVisible();
    await expect(this.drawer).toBeHidden();
  }
}
