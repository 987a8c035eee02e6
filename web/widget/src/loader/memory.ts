/** A few small facts kept on the host page's side; where storage is blocked they are simply not known. */

const KEPT = "1";

/** This visitor has a conversation: load the frame at once, so that an answer shows on the badge. */
export const engaged = fact("engaged", () => localStorage);

/** The page has said who the visitor is. */
export const identified = fact("identified", () => localStorage);

/** The customer has signed out, and the frame has not heard of it: it has to, before anything else. */
export const signedOut = fact("signed_out", () => localStorage);

/** The chat is open in this tab, and stays so when the visitor goes on to another page of the shop. */
export const leftOpen = fact("open", () => sessionStorage);

function fact(name: string, area: () => Storage) {
  const key = (inboxKey: string) => `rapport:${inboxKey}:${name}`;
  return {
    holds(inboxKey: string): boolean {
      try {
        return area().getItem(key(inboxKey)) === KEPT;
      } catch {
        return false;
      }
    },
    keep(inboxKey: string, holds: boolean): void {
      try {
        if (holds) area().setItem(key(inboxKey), KEPT);
        else area().removeItem(key(inboxKey));
      } catch {
        // Nothing depends on it being kept.
      }
    },
  };
}
