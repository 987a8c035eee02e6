import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { Database } from "./database";

const WEB = resolve(import.meta.dirname, "../..");
const BINARY = process.env.RAPPORT_BIN ?? resolve(WEB, "../target/debug/rapport");
/** Without a chosen binary the web apps are read from disk, so that a change there needs no new one. */
const ASSETS = process.env.RAPPORT_BIN ? {} : { RAPPORT_ASSETS_DIR: process.env.RAPPORT_ASSETS_DIR ?? WEB };
/** Settings of whoever runs the tests are not meant for these servers, and an unknown one is refused. */
const OURS = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("RAPPORT_")));
/** It may post to what scenarios start on this machine. */
const SETTINGS = { RAPPORT_SHUTDOWN_GRACE_MS: "1000", RAPPORT_WEBHOOKS_ALLOW: "127.0.0.0/8" };
const STARTED_WITHIN_MS = 60_000;

export type Command = "serve" | "demo";

/** A real server on a data directory, and where there is a PostgreSQL on a database, of its own. */
export class Server {
  readonly data = mkdtempSync(join(tmpdir(), "rapport-e2e-"));
  url = "";
  /** From the first start of an empty store. */
  setupLink: string | null = null;
  /** Every line that the server has logged. */
  readonly logPath = join(this.data, "server.log");
  private readonly log = createWriteStream(this.logPath, { flags: "a" });
  private process: ChildProcess | null = null;

  private constructor(
    private readonly command: Command,
    private readonly database: Database | null,
    private readonly settings: Record<string, string>,
  ) {}

  static async start(command: Command = "serve", settings: Record<string, string> = {}): Promise<Server> {
    const server = new Server(command, Database.create(), settings);
    try {
      await server.startAt("127.0.0.1:0");
    } catch (error) {
      const log = readFileSync(server.logPath, "utf8");
      await server.stop();
      throw new Error(`the server did not start: ${log}`, { cause: error });
    }
    return server;
  }

  /** As a crash: no goodbye to anybody. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** After `kill`: the same data, the same port. */
  async startAgain(settings: Record<string, string> = {}): Promise<void> {
    Object.assign(this.settings, settings);
    await this.startAt(new URL(this.url).host);
  }

  async stop(): Promise<void> {
    await this.end("SIGTERM");
    this.log.end();
    rmSync(this.data, { recursive: true, force: true });
    this.database?.drop();
  }

  private async startAt(listen: string): Promise<void> {
    const args = [this.command, "--data", this.data, "--listen", listen];
    const child = spawn(BINARY, args, {
      cwd: this.data,
      env: { ...OURS, ...ASSETS, ...this.database?.setting, ...SETTINGS, ...this.settings },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.process = child;
    child.stderr.pipe(this.log, { end: false });
    const lines = createInterface({ input: child.stdout });
    const started = new Promise<void>((done, fail) => {
      const late = setTimeout(() => fail(new Error("it is not ready in time")), STARTED_WITHIN_MS);
      child.once("error", (error) => fail(new Error(`${BINARY} cannot be started: ${error.message}`)));
      child.once("exit", (code) => fail(new Error(`it ended with ${code}`)));
      lines.on("line", (line) => {
        this.log.write(`${line}\n`);
        this.setupLink = /\S+\/setup\?key=\S+/.exec(line)?.[0] ?? this.setupLink;
        const url = /http:\/\/[^\s/]+/.exec(line)?.[0];
        if (url && !this.url) this.url = url;
      });
      // Standard output is written in one piece; readiness says when the rest is there.
      const ask = async () => {
        while (child.exitCode === null) {
          const ready = this.url ? await fetch(`${this.url}/readyz`).catch(() => null) : null;
          if (ready?.ok) break;
          await new Promise((next) => setTimeout(next, 50));
        }
        clearTimeout(late);
        done();
      };
      void ask();
    });
    await started;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.process;
    this.process = null;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(late);
  }
}
