import { type BrowserContext, type BrowserContextOptions, test as base, expect } from "@playwright/test";
import { Agent } from "../people/agent";
import { Visitor } from "../people/visitor";
import { Cable } from "./cable";
import { HostPage } from "./hostPage";
import { MailServers } from "./mailServers";
import { Organisation } from "./organisation";
import { watchForComplaints } from "./policy";
import { Receiver } from "./receiver";
import { type Command, Server } from "./server";

interface Options {
  /** What the server is started as. */
  command: Command;
  /** Whether there are mail servers. */
  withMail: boolean;
}

interface Fixtures {
  /** Null unless the scenario is `withMail`. */
  mailServers: MailServers | null;
  mail: MailServers;
  /** Runs for one test, on an empty store. */
  server: Server;
  /** Set up, with one queue and one inbox. */
  organisation: Organisation;
  hostPage: HostPage;
  /** To which webhooks and custom inboxes can post. */
  receiver: Receiver;
  /** A wire to the server. */
  newCable: () => Promise<Cable>;
  /** A browser of its own: cookies, storage. */
  newContext: (options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** A customer on the business's page. */
  newVisitor: (options?: BrowserContextOptions) => Promise<Visitor>;
  /** An agent who is signed in. */
  newAgent: (name: string, options?: BrowserContextOptions) => Promise<Agent>;
  /** The agent of most scenarios, online in the first queue. */
  bela: Agent;
  /** A customer whose first words Bela has accepted. */
  newTalk: (words: string) => Promise<Visitor>;
}

export const test = base.extend<Fixtures & Options>({
  command: ["serve", { option: true }],
  withMail: [false, { option: true }],

  mailServers: async ({ withMail }, use) => {
    const servers = withMail ? MailServers.start() : null;
    await use(servers);
    servers?.stop();
  },

  mail: async ({ mailServers }, use) => {
    if (!mailServers) throw new Error("say test.use({ withMail: true })");
    await use(mailServers);
  },

  server: async ({ command, mailServers }, use, testInfo) => {
    const server = await Server.start(
      command,
      mailServers ? { RAPPORT_MAIL_AUTHORITIES: mailServers.authority } : {},
    );
    await use(server);
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach("server.log", { path: server.logPath });
    }
    await server.stop();
  },

  organisation: async ({ server }, use) => {
    await use(await Organisation.setUp(server));
  },

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from it.
  hostPage: async ({}, use) => {
    const page = await HostPage.start();
    await use(page);
    await page.stop();
  },

  // biome-ignore lint/correctness/noEmptyPattern: as above.
  receiver: async ({}, use) => {
    const receiver = await Receiver.start();
    await use(receiver);
    await receiver.stop();
  },

  newCable: async ({ server }, use) => {
    const cables: Cable[] = [];
    await use(async () => {
      const cable = await Cable.to(() => server.url);
      cables.push(cable);
      return cable;
    });
    await Promise.all(cables.map((cable) => cable.stop()));
  },

  newContext: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    const complaints: string[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      await watchForComplaints(context, complaints);
      contexts.push(context);
      return context;
    });
    await Promise.all(contexts.map((context) => context.close()));
    expect(complaints, "nothing breaks a policy or throws").toEqual([]);
  },

  newVisitor: async ({ organisation, hostPage, newCable, newContext }, use) => {
    await organisation.allowPagesOf(hostPage.origin);
    await use(async (options) => {
      const cable = await newCable();
      hostPage.paste(snippetOf(cable.url, organisation.inboxKey));
      const context = await newContext(options);
      const visitor = new Visitor(await context.newPage(), cable);
      await visitor.visit(hostPage.origin);
      return visitor;
    });
  },

  newAgent: async ({ organisation: _, newCable, newContext }, use) => {
    await use(async (name, options) => {
      const cable = await newCable();
      const context = await newContext(options);
      const agent = new Agent(await context.newPage(), name, cable);
      await agent.signIn();
      return agent;
    });
  },

  bela: async ({ organisation, newAgent }, use) => {
    await organisation.agent({ name: "Bela Baker" });
    const bela = await newAgent("Bela Baker");
    await bela.goOnline();
    await use(bela);
  },

  newTalk: async ({ bela, newVisitor }, use) => {
    await use(async (words) => {
      const visitor = await newVisitor();
      await visitor.open();
      await visitor.say(words);
      await bela.accept();
      return visitor;
    });
  },
});

export { expect };

/** As the desk writes it. */
export function snippetOf(origin: string, inboxKey: string): string {
  return `<script async src="${origin}/widget.js" data-inbox="${inboxKey}"></script>`;
}
