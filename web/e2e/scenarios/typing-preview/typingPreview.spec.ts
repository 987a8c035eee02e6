import { expect, test } from "../../rapport/test";

const HINT = "Our team can see what you write before you send it";

test("an agent sees what the customer is typing, and the customer knows", async ({
  organisation,
  bela,
  newTalk,
}) => {
  await organisation.configureChat({ typing_preview: true });
  const vera = await newTalk("The strap broke");
  const preview = bela.log.getByRole("region", { name: "Being written" });
  await expect(vera.frame.getByText(HINT)).toBeVisible();

  await test.step("the words are seen as they are written", async () => {
    await vera.composer.fill("It is the green");
    await expect(preview).toContainText("It is the green");
    await vera.composer.fill("It is the green <b>bag</b>");
    await expect(preview).toContainText("It is the green <b>bag</b>");
  });

  await test.step("what is cleared is gone", async () => {
    await vera.composer.fill("");
    await expect(preview).toBeHidden();
  });

  await test.step("what is sent is a message", async () => {
    await vera.composer.fill("The green one");
    await expect(preview).toContainText("The green one");
    await vera.composer.press("Enter");
    await bela.sees("The green one");
    await expect(preview).toBeHidden();
  });

  await test.step("whoever leaves is no longer typing", async () => {
    await vera.composer.fill("And one mo");
    await expect(preview).toContainText("And one mo");
    await vera.page.goto("about:blank");
    await expect(preview).toBeHidden();
  });
});

test("where it is off the agent sees only that somebody types", async ({ bela, newTalk }) => {
  const vera = await newTalk("The strap broke");
  await expect(vera.frame.getByText(HINT)).toBeHidden();
  await vera.composer.fill("my secret");
  // Nobody who was not looking is told again: she goes on writing, as people do.
  await expect(async () => {
    await vera.composer.pressSequentially("!");
    await expect(bela.log.getByText(/is typing…$/)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(bela.log.getByText("my secret")).toBeHidden();
});
