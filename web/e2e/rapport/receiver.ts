import { createHmac } from "node:crypto";
import { createServer, type Server as HttpServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect } from "@playwright/test";

export interface Posted {
  id: string;
  // biome-ignore lint/suspicious/noExplicitAny: the body is what the scenario looks at.
  body: any;
  /** As the Standard Webhooks specification says. */
  signedWith: (secret: string) => boolean;
}

/** A system of the business's own, to which webhooks and custom inboxes post. */
export class Receiver {
  readonly posted: Posted[] = [];
  url = "";
  /** What it answers until it is changed. */
  status = 204;
  private refusals = 0;

  private constructor(private readonly listener: HttpServer) {}

  static async start(): Promise<Receiver> {
    const listener = createServer(async (request, response) => {
      receiver.posted.push(posted(request.headers, await text(request)));
      const status = receiver.refusals > 0 ? 503 : receiver.status;
      receiver.refusals = Math.max(0, receiver.refusals - 1);
      response.writeHead(status, { "content-type": "text/plain" });
      response.end(status === 204 ? undefined : "not today");
    });
    const receiver = new Receiver(listener);
    await new Promise<void>((done) => listener.listen(0, "127.0.0.1", done));
    receiver.url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/rapport`;
    return receiver;
  }

  /** It is down for one try. */
  refuseOnce(): void {
    this.refusals = 1;
  }

  /** Every try of everything, in the order of coming. */
  async got(count: number): Promise<Posted[]> {
    await expect.poll(() => this.posted.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(count);
    return this.posted;
  }

  async stop(): Promise<void> {
    this.listener.closeAllConnections();
    await new Promise((done) => this.listener.close(done));
  }
}

function posted(headers: IncomingHttpHeaders, body: string): Posted {
  const id = String(headers["webhook-id"]);
  const signed = `${id}.${headers["webhook-timestamp"]}.${body}`;
  const given = String(headers["webhook-signature"]).split(" ");
  const signedWith = (secret: string) => {
    const key = Buffer.from(secret.replace("whsec_", ""), "base64");
    return given.includes(`v1,${createHmac("sha256", key).update(signed).digest("base64")}`);
  };
  return { id, body: JSON.parse(body), signedWith };
}
