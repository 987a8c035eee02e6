import { expect, test } from "../../rapport/test";

test("a reply that is refused says why and keeps its words, to be sent again or thrown away", async ({
  bela,
  newTalk,
}) => {
  const vera = await newTalk("The strap broke");
  const refuseNext = () =>
    bela.page.route(
      "**/api/v1/conversations/*/messages",
      (route) =>
        route.fulfill({
          status: 409,
          contentType: "application/problem+json",
          json: {
            type: "/problems/x",
            title: "Conflict",
            status: 409,
            code: "x",
            detail: "The inbox is full.",
          },
        }),
      { times: 1 },
    );
  const failure = bela.log.getByRole("alert");

  await refuseNext();
  await bela.reply("We send a new one");
  await expect(failure).toContainText("The inbox is full.");
  await expect(bela.log).toContainText("We send a new one");

  await test.step("it survives a reload, holds nothing up, and goes out once", async () => {
    await bela.page.reload();
    await expect(failure).toContainText("The inbox is full.");
    await bela.reply("It leaves today");
    await vera.sees("The strap broke", "It leaves today");
    await failure.getByRole("button", { name: "Try again" }).click();
    await vera.sees("The strap broke", "It leaves today", "We send a new one");
    await expect(failure).toBeHidden();
    await bela.sees("The strap broke", "It leaves today", "We send a new one");
  });

  await test.step("another one is thrown away", async () => {
    await refuseNext();
    await bela.reply("Never mind");
    await failure.getByRole("button", { name: "Discard" }).click();
    await expect(bela.log.getByText("Never mind")).toBeHidden();
    await vera.sees("The strap broke", "It leaves today", "We send a new one");
  });
});
