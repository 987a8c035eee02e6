import { expect } from "@playwright/test";
import { Api, type Stored } from "./api";
import type { MailServers } from "./mailServers";
import type { Server } from "./server";

export const PASSWORD = "a long password";
export const ADMINISTRATOR = "ada@example.com";

interface AgentWish {
  name: string;
  /** A built-in role, or the id of one. */
  role?: string;
  queues?: Stored[];
  skills?: { skill_id: string; proficiency: number }[];
}

/** What set-up makes, and ways to add to it without a browser. */
export class Organisation {
  private constructor(
    readonly api: Api,
    /** Where the first inbox's conversations wait. */
    readonly queue: Stored,
    readonly inbox: Stored,
  ) {}

  static async setUp(server: Server): Promise<Organisation> {
    const key = new URL(server.setupLink ?? "").searchParams.get("key");
    const api = await Api.setUp(() => server.url, {
      key,
      organisation: { name: "Bags & Straps" },
      brand: { name: "Bags & Straps", colour: "#1f6f5c" },
      administrator: { name: "Ada First", email: ADMINISTRATOR, password: PASSWORD },
      inbox: { name: "Shop" },
      language: "en",
      time_zone: "Europe/Berlin",
    });
    const [inbox] = await api.list("/inboxes");
    if (!inbox) throw new Error("set-up made no inbox");
    // A slow machine must not turn an offer that is looked at into one that nobody answered.
    const queue = await api.change(`/queues/${inbox.queue_id}`, { offer_timeout_ms: 60_000 });
    return new Organisation(api, queue, inbox);
  }

  get inboxKey(): string {
    return this.inbox.webchat.key;
  }

  /** Only pages of this origin may carry the chat. */
  async allowPagesOf(origin: string): Promise<void> {
    await this.configureChat({ allowed_origins: [origin] });
  }

  /** Changes some of what the first inbox's chat is like. */
  async configureChat(change: object): Promise<void> {
    const { webchat } = await this.api.get(`/inboxes/${this.inbox.id}`);
    await this.api.change(`/inboxes/${this.inbox.id}`, { webchat: { ...webchat, ...change } });
  }

  /** Signs in with `name@example.com`, in small letters, and `PASSWORD`. */
  async agent({ name, role = "agent", queues = [this.queue], skills = [] }: AgentWish): Promise<Stored> {
    return this.api.post("/agents", {
      name,
      email: emailOf(name),
      password: PASSWORD,
      role,
      skills,
      queue_ids: queues.map((queue) => queue.id),
      capacity_units: 100,
    });
  }

  async queueNamed(name: string, fields: object = {}): Promise<Stored> {
    return this.api.post("/queues", { name, ...fields });
  }

  /** Tells the server at which address browsers reach it, which mails that link to it need. */
  async makePublic(server: Server): Promise<void> {
    await server.kill();
    await server.startAgain({ RAPPORT_PUBLIC_URL: server.url });
  }

  /** An e-mail inbox that reads this mailbox, once it does. */
  async mailbox(address: string, mail: MailServers): Promise<Stored> {
    const server = { host: "localhost", security: "tls", user: address };
    const inbox = await this.api.post("/inboxes", {
      name: "Mail",
      channel: "email",
      brand_id: this.inbox.brand_id,
      queue_id: this.queue.id,
      email: {
        address,
        incoming: { ...server, port: Number(mail.port("imaps")) },
        outgoing: { ...server, port: Number(mail.port("submissions")) },
      },
    });
    await this.api.put(`/inboxes/${inbox.id}/mail_password`, { password: mail.password });
    const connection = () => this.api.get(`/inboxes/${inbox.id}/mail_connection`);
    await expect.poll(async () => (await connection()).state).toBe("connected");
    return inbox;
  }

  async disposition(name: string): Promise<Stored> {
    return this.api.post("/dispositions", { name });
  }
}

export function emailOf(name: string): string {
  return `${name.split(" ")[0]?.toLowerCase()}@example.com`;
}
