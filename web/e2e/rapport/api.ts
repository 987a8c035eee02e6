/** Why a request of the scenario's own preparation failed. */
export class Refused extends Error {}

/** The API as somebody who is signed in; for what is prepared before a scenario begins. */
export class Api {
  constructor(
    private readonly url: () => string,
    readonly cookie: string,
  ) {}

  static async signIn(url: () => string, email: string, password: string): Promise<Api> {
    return Api.begin(url, "/api/v1/session", { email, password });
  }

  /** Sets the organisation up; the caller is its first administrator. */
  static async setUp(url: () => string, setup: object): Promise<Api> {
    return Api.begin(url, "/api/v1/setup", setup);
  }

  private static async begin(url: () => string, path: string, body: object): Promise<Api> {
    const response = await fetch(`${url()}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Refused(`POST ${path}: ${response.status} ${await response.text()}`);
    const cookie = response.headers.getSetCookie()[0]?.split(";")[0];
    return new Api(url, cookie ?? "");
  }

  get<T = Stored>(path: string): Promise<T> {
    return this.ask("GET", path);
  }

  post<T = Stored>(path: string, body: object): Promise<T> {
    return this.ask("POST", path, body);
  }

  put<T = unknown>(path: string, body: object): Promise<T> {
    return this.ask("PUT", path, body);
  }

  /** Changes a configured record, whatever its version is now. */
  async change(path: string, change: object): Promise<Stored> {
    const { version } = await this.get(path);
    return this.ask("PATCH", path, change, { "if-match": `"${version}"` });
  }

  /** The first page of a list. */
  async list<T = Stored>(path: string): Promise<T[]> {
    return (await this.get<{ items: T[] }>(path)).items;
  }

  private async ask<T>(method: string, path: string, body?: object, headers = {}): Promise<T> {
    const response = await fetch(`${this.url()}/api/v1${path}`, {
      method,
      headers: { cookie: this.cookie, "content-type": "application/json", ...headers },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Refused(`${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : null) as T;
  }
}

/** What every configured record has; the rest is for the scenario to know. */
export interface Stored {
  id: string;
  version: number;
  name: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shapes are checked where they belong, at the server and in the API client.
  [field: string]: any;
}
