import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket, type Server as TcpServer } from "node:net";

/**
 * The wire between one person's browser and the server. A browser that is told to be offline keeps
 * the sockets it has; this one can really be cut.
 */
export class Cable {
  url = "";
  private readonly sockets = new Set<Socket>();
  private whole = true;
  private oneWay = false;

  private constructor(
    private readonly listener: TcpServer,
    private readonly serverUrl: () => string,
  ) {}

  static async to(serverUrl: () => string): Promise<Cable> {
    const listener = createServer();
    const cable = new Cable(listener, serverUrl);
    listener.on("connection", (socket) => cable.join(socket));
    await new Promise<void>((done) => listener.listen(0, "127.0.0.1", done));
    cable.url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
    return cable;
  }

  /** Ends every connection and refuses new ones until `mend`. */
  cut(): void {
    this.whole = false;
    for (const socket of this.sockets) socket.destroy();
  }

  /** What the browser says still arrives; every answer is lost. Until `cut` and `mend`. */
  loseAnswers(): void {
    this.oneWay = true;
  }

  mend(): void {
    this.whole = true;
    this.oneWay = false;
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((done) => this.listener.close(done));
  }

  private join(near: Socket): void {
    if (!this.whole) {
      near.destroy();
      return;
    }
    const { hostname, port } = new URL(this.serverUrl());
    const far = connect(Number(port), hostname);
    near.pipe(far);
    far.on("data", (chunk) => this.oneWay || near.write(chunk));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(one);
      one.setNoDelay(true);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }
}
