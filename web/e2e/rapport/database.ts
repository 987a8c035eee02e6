import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";

/** A PostgreSQL server in which databases may be made; without it every server keeps a SQLite file. */
const SERVER = process.env.E2E_POSTGRES;

/** A database for one server. */
export class Database {
  readonly setting: { RAPPORT_DATABASE: string };

  private constructor(
    private readonly server: string,
    private readonly name: string,
  ) {
    const url = new URL(server);
    url.pathname = `/${name}`;
    this.setting = { RAPPORT_DATABASE: url.href };
    this.ask(`create database ${name}`);
  }

  static create(): Database | null {
    return SERVER ? new Database(SERVER, `e2e_${randomBytes(6).toString("hex")}`) : null;
  }

  drop(): void {
    this.ask(`drop database ${this.name} with (force)`);
  }

  private ask(sql: string): void {
    execFileSync("psql", ["--quiet", "--no-psqlrc", "--command", sql, this.server]);
  }
}
