import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "@playwright/test";

const SCRIPT = resolve(import.meta.dirname, "../../../scripts/mail-server");

/** Real mail servers on this machine: postfix and dovecot, with a mailbox for whoever is written to. */
export class MailServers {
  readonly password = "secret";
  private readonly dir = mkdtempSync(join(tmpdir(), "rapport-mail-"));
  private readonly folder = join(this.dir, "servers");

  static start(): MailServers {
    const servers = new MailServers();
    // Their own users must get to it.
    chmodSync(servers.dir, 0o755);
    servers.run("start");
    return servers;
  }

  get authority(): string {
    return join(this.folder, "authority.pem");
  }

  port(name: "smtp" | "submissions" | "starttls" | "imaps" | "imap"): string {
    const line = new RegExp(`^${name} (\\d+)$`, "m").exec(readFileSync(join(this.folder, "ports"), "utf8"));
    return line?.[1] ?? "";
  }

  /** A customer's program hands a mail in (RFC 5321). */
  async send(from: string, to: string[], message: string | Buffer): Promise<void> {
    const socket = connect(Number(this.port("smtp")), "127.0.0.1");
    const answers = createInterface({ input: socket })[Symbol.asyncIterator]();
    await answered(answers);
    await say(socket, answers, "EHLO customers.example");
    await say(socket, answers, `MAIL FROM:<${from}>`);
    for (const address of to) await say(socket, answers, `RCPT TO:<${address}>`);
    await say(socket, answers, "DATA");
    // Whatever its bytes are, each is one character here.
    const text = Buffer.from(message).toString("latin1");
    const lines = text.split(/\r?\n/).map((line) => (line.startsWith(".") ? `.${line}` : line));
    await say(socket, answers, `${lines.join("\r\n")}\r\n.`);
    await say(socket, answers, "QUIT");
    socket.destroy();
  }

  /** What somebody has in their mailbox, the oldest first, once there are so many. */
  async received(user: string, count: number): Promise<string[]> {
    const inbox = join(this.folder, "mail", user, "new");
    const names = () => {
      try {
        return readdirSync(inbox).sort();
      } catch {
        // The mailbox is made with its first mail.
        return [];
      }
    };
    await expect.poll(() => names().length).toBe(count);
    return names().map((name) => readFileSync(join(inbox, name), "utf8"));
  }

  stop(): void {
    this.run("stop");
    rmSync(this.dir, { recursive: true, force: true });
  }

  private run(verb: string): void {
    execFileSync(SCRIPT, [verb, this.folder], { stdio: "inherit" });
  }
}

/** The link back into the chat that a mail carries, whose lines are broken and escaped (RFC 2045, section 6.7). */
export function returnLinkIn(mail: string): string | null {
  const whole = mail.replace(/=\r?\n/g, "").replace(/=3D/g, "=");
  return /http\S+#return=[\w-]+/.exec(whole)?.[0] ?? null;
}

async function answered(answers: AsyncIterator<string>): Promise<void> {
  for (;;) {
    const { value, done } = await answers.next();
    if (done) throw new Error("the mail server has hung up");
    // A line of several has a hyphen behind its code.
    if (/^\d{3}-/.test(value)) continue;
    if (!/^[23]/.test(value)) throw new Error(`the mail server says ${value}`);
    return;
  }
}

async function say(socket: Socket, answers: AsyncIterator<string>, line: string): Promise<void> {
  socket.write(`${line}\r\n`, "latin1");
  await answered(answers);
}
