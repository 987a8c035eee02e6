import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { presenceQuery } from "~/api/presence";
import { desk } from "~/socket/desk";
import { STATUS_KEY, WORK_KEY } from "./queries";
import { throttled } from "./throttled";

/** On a busy day several changes happen in each second: the board is drawn anew at most so often. */
const REDRAW_EVERY_MS = 1_000;

const MOVES =
  /^(interaction\.|conversation\.(started|resolved|assigned|snoozed|unsnoozed|reopened)|presence\.)/;

/** Asks for the board's figures again when something has moved. */
export function useLiveBoard() {
  const client = useQueryClient();
  useEffect(() => {
    const again = throttled(() => {
      for (const queryKey of [STATUS_KEY, WORK_KEY, presenceQuery.queryKey]) {
        void client.invalidateQueries({ queryKey });
      }
    }, REDRAW_EVERY_MS);
    const stop = desk.onFrame((frame) => {
      const moved = frame.type === "event" && MOVES.test(frame.event.type);
      if (moved || frame.type === "online") again.call();
    });
    return () => {
      stop();
      again.cancel();
    };
  }, [client]);
}
