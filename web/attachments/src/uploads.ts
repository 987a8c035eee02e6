import { type AttachmentLimits, type Failure, precheck } from "./failure";
import type { Attachment, TrayChange } from "./tray";
import { type Destination, upload } from "./upload";

export type { Destination };

interface Terms {
  limits: AttachmentLimits | undefined;
  /** None while there is no line to send by. */
  to: Destination | null;
}

interface Hooks {
  change: (change: TrayChange) => void;
  newKey: () => string;
  onUploaded?: (attachment: Attachment, file: File) => void;
}

/** Carries files up and tells the tray how far they are. */
export class Uploads {
  readonly #files = new Map<string, File>();
  readonly #stops = new Map<string, () => void>();
  readonly #hooks: Hooks;

  constructor(hooks: Hooks) {
    this.#hooks = hooks;
  }

  /** Those for which there is room. */
  add(chosen: Iterable<File>, room: number, terms: Terms): void {
    const fresh = [...chosen]
      .slice(0, Math.max(0, room))
      .map((file) => ({ key: this.#hooks.newKey(), file }));
    const items = fresh.map(({ key, file }) => ({
      key,
      name: file.name,
      state: { kind: "uploading", share: 0 } as const,
    }));
    this.#hooks.change({ kind: "add", items });
    for (const { key, file } of fresh) {
      this.#files.set(key, file);
      this.#send(key, file, terms);
    }
  }

  retry(key: string, terms: Terms): void {
    const file = this.#files.get(key);
    if (!file) return;
    this.#hooks.change({ kind: "state", key, state: { kind: "uploading", share: 0 } });
    this.#send(key, file, terms);
  }

  remove(key: string): void {
    this.#stops.get(key)?.();
    this.#stops.delete(key);
    this.#files.delete(key);
    this.#hooks.change({ kind: "remove", key });
  }

  stop(): void {
    for (const stop of this.#stops.values()) stop();
    this.#stops.clear();
  }

  #send(key: string, file: File, { limits, to }: Terms): void {
    const failure = precheck(file, limits);
    if (failure !== null || to === null) {
      this.#fail(key, failure ?? "offline");
      return;
    }
    const stop = upload({
      file,
      to,
      key,
      onProgress: (share) => this.#hooks.change({ kind: "state", key, state: { kind: "uploading", share } }),
      onDone: (attachment) => {
        this.#files.delete(key);
        this.#stops.delete(key);
        this.#hooks.onUploaded?.(attachment, file);
        this.#hooks.change({ kind: "state", key, state: { kind: "done", attachment } });
      },
      onFailed: (reason) => {
        this.#stops.delete(key);
        this.#fail(key, reason);
      },
    });
    this.#stops.set(key, stop);
  }

  #fail(key: string, failure: Failure): void {
    this.#hooks.change({ kind: "state", key, state: { kind: "failed", failure } });
  }
}
