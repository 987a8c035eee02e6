import { expect, test } from "../../rapport/test";

/** Time enough for the customer's chat, which asks every 5 s how long they wait, to show what is so while it rings. */
const OFFER_RINGS_MS = 12_000;

test("an offer that nobody answers leaves the customer with the truth, not with silence", async ({
  organisation,
  bela,
  newVisitor,
}) => {
  const { api, queue } = organisation;
  await api.change(`/queues/${queue.id}`, { offer_timeout_ms: OFFER_RINGS_MS });
  const vera = await newVisitor();
  await vera.open();
  await vera.say("The strap broke");
  await expect(bela.offers).toContainText("The strap broke");
  await expect(vera.waiting).toContainText("You are next");

  await test.step("nobody answers", async () => {
    await expect(bela.presence("did not answer an offer")).toBeVisible();
    await expect(vera.waiting).toContainText("Nobody is free right now");
    await expect(vera.waiting).toContainText("answered as soon as somebody is back");
  });

  await test.step("the conversation has kept its place", async () => {
    await api.change(`/queues/${queue.id}`, { offer_timeout_ms: 60_000 });
    await bela.goOnline();
    await expect(vera.waiting).toContainText("You are next");
    await expect(bela.offers).toContainText("The strap broke");
    await bela.accept();
    await vera.sees("The strap broke");
  });
});
