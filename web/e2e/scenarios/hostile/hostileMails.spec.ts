import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Organisation } from "../../rapport/organisation";
import { expect, test } from "../../rapport/test";

test.use({ withMail: true });

const CORPUS = resolve(import.meta.dirname, "../../../../crates/channels/corpus/hostile");
const HELP = "help@shop.example";

test("of mails that are made to hurt nothing runs, nothing is fetched, and none is lost", async ({
  browser,
  organisation,
  mail,
  server,
}) => {
  await organisation.mailbox(HELP, mail);
  const files = readdirSync(CORPUS)
    .filter((name) => name.endsWith(".eml"))
    .sort()
    .map((name) => readFileSync(join(CORPUS, name)))
    // Those that a browser could make something of; the others are the server's tests' to send.
    .filter((raw) => raw.includes("text/html"));
  for (const raw of files) await mail.send("mallory@customers.example", [HELP], raw);
  const last = "From: Last One <last@customers.example>\nSubject: The last\n\nThe last one";
  await mail.send("last@customers.example", [HELP], last);
  const hasCome = async () =>
    (await organisation.api.list("/conversations?status=open")).some(
      ({ contact }) => contact.name === "Last One",
    );
  await expect.poll(hasCome, { timeout: 60_000 }).toBe(true);
  const ids = await mailIds(organisation);
  expect(ids.length).toBeGreaterThan(100);

  const context = await browser.newContext();
  const [name, value = ""] = organisation.api.cookie.split("=");
  await context.addCookies([{ name: name ?? "", value, url: server.url }]);
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on("dialog", (dialog) => {
    wrong.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  // What the policy stops never comes so far.
  await context.route(
    (url) => url.protocol.startsWith("http") && url.origin !== server.url,
    async (route) => {
      wrong.push(`a request to ${route.request().url()}`);
      await route.abort();
    },
  );
  // In a frame as the desk has it, one after the other.
  await page.goto(`${server.url}/sign-in`);
  const titles = await page.evaluate(async (ids) => {
    const seen: string[] = [];
    for (const id of ids) {
      const frame = document.createElement("iframe");
      frame.setAttribute("sandbox", "allow-same-origin allow-popups allow-popups-to-escape-sandbox");
      const loaded = new Promise((done) => frame.addEventListener("load", done));
      frame.src = `/api/v1/mails/${id}/page`;
      document.body.append(frame);
      await loaded;
      const shown = frame.contentDocument;
      seen.push(
        `${shown?.contentType} ${shown?.title} ${shown?.location.pathname === new URL(frame.src).pathname}`,
      );
      frame.remove();
    }
    return seen;
  }, ids);
  expect(titles).toEqual(ids.map(() => "text/html  true"));
  expect(wrong).toEqual([]);
  await context.close();
});

/** Of every mail that can be shown as it was laid out. */
async function mailIds({ api }: Organisation): Promise<string[]> {
  const conversations = await api.list("/conversations?status=open&limit=200");
  const ids: string[] = [];
  for (const { id } of conversations) {
    let cursor = "";
    do {
      const { items, next_cursor } = await api.get<{ items: Entry[]; next_cursor: string | null }>(
        `/conversations/${id}/entries?limit=100${cursor}`,
      );
      ids.push(...items.flatMap(({ mail }) => (mail?.has_html && mail.mail_id ? [mail.mail_id] : [])));
      cursor = next_cursor ? `&cursor=${next_cursor}` : "";
    } while (cursor);
  }
  return ids;
}

interface Entry {
  mail?: { has_html: boolean; mail_id: string | null };
}
