import { useEffect } from "preact/hooks";
import type { Client } from "../connection/client";

/** Tells the client whether the newest message is being looked at: shown, in front, and focused. */
export function useReading(client: Client, shown: boolean): void {
  useEffect(() => {
    const update = () => {
      const reading = shown && document.visibilityState === "visible" && document.hasFocus();
      client.input({ kind: "reading", reading });
    };
    update();
    window.addEventListener("focus", update);
    window.addEventListener("blur", update);
    document.addEventListener("visibilitychange", update);
    return () => {
      window.removeEventListener("focus", update);
      window.removeEventListener("blur", update);
      document.removeEventListener("visibilitychange", update);
      client.input({ kind: "reading", reading: false });
    };
  }, [client, shown]);
}
