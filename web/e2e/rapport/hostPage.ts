import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A business's own page, on another origin than Rapport and with a policy that allows what the
 * documentation of the widget asks for and nothing else.
 */
export class HostPage {
  origin = "";
  /** Which way the page's writing runs. */
  direction: "ltr" | "rtl" = "ltr";
  private snippet = "";
  private widgetOrigin = "";

  private constructor(private readonly listener: HttpServer) {}

  static async start(): Promise<HostPage> {
    const listener = createServer((request, response) => {
      if (new URL(request.url ?? "/", "http://localhost").pathname === "/favicon.ico") {
        response.writeHead(204).end();
        return;
      }
      response.writeHead(200, {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "content-security-policy": page.policy(),
      });
      response.end(page.html());
    });
    const page = new HostPage(listener);
    await new Promise<void>((done) => listener.listen(0, "127.0.0.1", done));
    page.origin = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
    return page;
  }

  /** Puts the snippet before the end of the body, as the desk says. */
  paste(snippet: string): void {
    this.snippet = snippet;
    this.widgetOrigin = new URL(/src="([^"]+)"/.exec(snippet)?.[1] ?? "").origin;
  }

  async stop(): Promise<void> {
    this.listener.closeAllConnections();
    await new Promise((done) => this.listener.close(done));
  }

  private policy(): string {
    const { widgetOrigin } = this;
    return `default-src 'none'; script-src ${widgetOrigin}; frame-src ${widgetOrigin}; base-uri 'none'; form-action 'none'`;
  }

  private html(): string {
    return `<!doctype html><html lang="en" dir="${this.direction}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>Bags</title></head>
<body><main><h1>Bags for every road</h1><p>Three sizes, one strap.</p></main>
${this.snippet}
</body></html>`;
  }
}
