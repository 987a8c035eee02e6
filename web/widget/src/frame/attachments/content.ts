/**
 * The bytes of attachments as this page shows them. They are asked for with the visitor's key, which
 * must not stand in an address, so an image cannot simply name its source.
 */

/** Contents that are held for showing; the oldest is let go. */
const HELD_MAX = 60;

const held = new Map<string, Promise<string>>();

function hold(id: string, url: Promise<string>): Promise<string> {
  held.set(id, url);
  url.catch(() => held.delete(id));
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
  hold(id, Promise.resolve(URL.createObjectURL(file)));
}

/** An address of the content that this page alone can use. */
export function contentUrl(id: string, token: string): Promise<string> {
  return held.get(id) ?? hold(id, load(id, token));
}

async function load(id: string, token: string): Promise<string> {
  const response = await fetch(`/webchat/v1/attachments/${encodeURIComponent(id)}/content`, {
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
