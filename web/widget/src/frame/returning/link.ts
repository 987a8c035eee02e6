import type { Client } from "../connection/client";

const MARK = "#return=";

/**
 * Offers what the link in a mail leads to. Once it was used or refused it is taken out of the address,
 * which people copy and send to others.
 */
export function followReturnLink(client: Client): void {
  const follow = () => {
    if (!location.hash.startsWith(MARK)) return;
    client.input({ kind: "return_offered", token: location.hash.slice(MARK.length) });
    const stop = client.subscribe(() => {
      const { returning } = client.session();
      if (returning?.kind === "offered" || returning?.kind === "asked") return;
      history.replaceState(null, "", location.pathname + location.search);
      stop();
    });
  };
  follow();
  window.addEventListener("hashchange", follow);
}
