import type { FrameLocator, Page } from "@playwright/test";
import type { Chosen } from "../rapport/files";

/** Chooses files as a person does, by the button that opens the system's chooser. */
export async function attach(page: Page, within: Page | FrameLocator, ...files: Chosen[]): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await within.getByRole("button", { name: "Attach a file" }).click();
  await (await chooser).setFiles(files);
}
