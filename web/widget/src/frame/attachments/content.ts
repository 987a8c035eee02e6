/**
 * The bytes of attachments as this page shows them. They are asked for with the visitor's key, which
 * must not stand in an address, so an image cannot simply name its source.
 */

/** Contents that are held for showing; the oldest is let go. */
const HELD_MAX = 60;

type What = "content" | "thumbnail";

/** By the end of their addresses. */
const held = new Map<string, Promise<string>>();

const key = (id: string, what: What) => `${encodeURIComponent(id)}/${what}`;

function hold(path: string, url: Promise<string>): Promise<string> {
  held.set(path, url);
  url.catch(() => held.delete(path));
  if (held.size > HELD_MAX) {
    const [oldest] = held.keys();
    const gone = oldest === undefined ? undefined : held.get(oldest);
    if (oldest !== undefined) held.delete(oldest);
    gone?.then(URL.revokeObjectURL, () => undefined);
  }
  return url;
}

/** What this page has just uploaded need not be asked for. */
export function seedContent(id: string, file: Blob): void {
  hold(key(id, "content"), Promise.resolve(URL.createObjectURL(file)));
}

/** An address of the content that this page alone can use. */
export function contentUrl(id: string, token: string): Promise<string> {
  return find(key(id, "content"), token);
}

/** The same of a small picture of it, unless the whole is here already. */
export function pictureUrl(id: string, token: string): Promise<string> {
  return held.get(key(id, "content")) ?? find(key(id, "thumbnail"), token);
}

function find(path: string, token: string): Promise<string> {
  return held.get(path) ?? hold(path, load(path, token));
}

async function load(path: string, token: string): Promise<string> {
  const response = await fetch(`/webchat/v1/attachments/${path}`, {
    credentials: "omit",
    headers: { Authorization: `Bearer ${token}` },
  });
  if (!response.ok) throw new Error(`the content was answered with ${response.status}`);
  return URL.createObjectURL(await response.blob());
}

/** Has the browser save it. */
export async function save(id: string, name: string, token: string): Promise<void> {
  const link = document.createElement("a");
  link.href = await contentUrl(id, token);
  link.download = name;
  link.click();
}
