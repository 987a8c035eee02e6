import { expect, test } from "../../rapport/test";

test("what an agent has begun is kept, on every device of theirs and for nobody else", async ({
  organisation,
  bela,
  newAgent,
  newTalk,
}) => {
  await organisation.agent({ name: "Sue Visor" });
  await newTalk("Is there a blue one?");
  await bela.sees("Is there a blue one?");
  const path = new URL(bela.page.url()).pathname;
  const mark = bela.list.getByRole("link", { name: /Is there a blue one\?/ }).getByText("Draft");

  await test.step("a moment after the last key it is saved, and the list shows it", async () => {
    await bela.composer.fill("Yes, and");
    await expect(bela.page.getByText("Draft saved")).toBeVisible();
    await expect(mark).toBeVisible();
  });

  const laptop = await newAgent("Bela Baker");
  await test.step("another device of the same agent goes on with it", async () => {
    await laptop.page.goto(laptop.cable.url + path);
    await expect(laptop.composer).toHaveValue("Yes, and");
    await laptop.composer.fill("Yes, and a green one");
    await expect(laptop.page.getByText("Draft saved")).toBeVisible();
    await expect(bela.composer).toHaveValue("Yes, and a green one");
  });

  await test.step("a colleague sees nothing of it", async () => {
    const sue = await newAgent("Sue Visor");
    await sue.page.goto(sue.cable.url + path.replace("/mine/", "/all/"));
    await sue.sees("Is there a blue one?");
    await expect(sue.composer).toHaveValue("");
    const row = sue.list.getByRole("link", { name: /Is there a blue one\?/ });
    await expect(row).toBeVisible();
    await expect(row.getByText("Draft")).toBeHidden();
  });

  await test.step("without a network it waits; the later word wins and the other is not lost", async () => {
    await laptop.page.context().setOffline(true);
    await laptop.cable.cut();
    await laptop.composer.fill("Written on the train");
    await expect(laptop.page.getByText("Draft not saved, will try again")).toBeVisible();
    await bela.composer.fill("Written at the desk");
    await expect(bela.page.getByText("Draft saved")).toBeVisible();
    await laptop.cable.mend();
    await laptop.page.context().setOffline(false);
    await expect(bela.composer).toHaveValue("Written on the train");
    const notice = laptop.page.getByRole("complementary", { name: "On another device you had written:" });
    await expect(notice).toContainText("Written at the desk");
    await notice.getByRole("button", { name: "Bring back" }).click();
    await expect(notice).toBeHidden();
    await expect(laptop.composer).toHaveValue("Written on the train\n\nWritten at the desk");
    await expect(bela.composer).toHaveValue("Written on the train\n\nWritten at the desk");
  });

  await test.step("it survives a reload, and goes when it is sent", async () => {
    await bela.page.reload();
    await expect(bela.composer).toHaveValue("Written on the train\n\nWritten at the desk");
    await bela.composer.fill("Yes");
    await bela.send();
    await bela.sees("Is there a blue one?", "Yes");
    await expect(bela.composer).toHaveValue("");
    await expect(laptop.composer).toHaveValue("");
    await expect(mark).toBeHidden();
    await bela.page.reload();
    await bela.sees("Is there a blue one?", "Yes");
    await expect(bela.composer).toHaveValue("");
  });
});
