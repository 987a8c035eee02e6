import { useEffect, useRef } from "react";
import type { Pending } from "./outbox";
import { outbox } from "./outboxStore";

/** Gives a reply that was taken back to the field that it was written in. */
export function useTakenBack(conversationId: string, receive: (item: Pending) => void) {
  const latest = useRef(receive);
  useEffect(() => {
    latest.current = receive;
  });
  useEffect(
    () =>
      outbox.onTakenBack((item) => {
        if (outbox.placeOf(item) === conversationId) latest.current(item);
      }),
    [conversationId],
  );
}
