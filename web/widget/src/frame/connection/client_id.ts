/**
 * A UUID version 7 (RFC 9562, section 5.7): sorts by time, so unsent messages of several tabs come
 * back in the order in which they were written.
 */
export function clientId(now: number, random: (bytes: Uint8Array) => void): string {
  const bytes = new Uint8Array(16);
  random(bytes);
  let time = Math.floor(now);
  for (let at = 5; at >= 0; at -= 1) {
    bytes[at] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** One of now. */
export function newClientId(): string {
  return clientId(Date.now(), (bytes) => crypto.getRandomValues(bytes));
}
