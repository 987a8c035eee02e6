/** Senders whose pictures from other servers an agent wants to see, kept in this browser. */

const KEY = "rapport.mail_images";
const SENDERS_MAX = 500;

function all(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter((it) => typeof it === "string") : [];
  } catch {
    return [];
  }
}

export function shownImagesOf(sender: string): boolean {
  return sender !== "" && all().includes(sender.toLowerCase());
}

export function showImagesOf(sender: string) {
  const key = sender.toLowerCase();
  if (key === "") return;
  const others = all().filter((it) => it !== key);
  try {
    localStorage.setItem(KEY, JSON.stringify([...others, key].slice(-SENDERS_MAX)));
  } catch {
    // It is asked for again next time.
  }
}
