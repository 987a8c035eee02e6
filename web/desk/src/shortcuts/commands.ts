import type { LucideIcon } from "lucide-react";
import { useEffect, useRef } from "react";
import type { MessageId } from "~/messages";
import { useShortcuts } from "./useShortcuts";

/** Something that can be done to what is on the screen, by its key and from the palette. */
export interface Command {
  /** As `useShortcuts` writes it. */
  key: string;
  label: MessageId;
  icon: LucideIcon;
  run: () => void;
}

const offered = new Map<object, Command[]>();

/** Offers commands while the component is on screen. */
export function useCommandsHere(commands: Command[]) {
  useShortcuts(Object.fromEntries(commands.map(({ key, run }) => [key, run])));
  const place = useRef({});
  useEffect(() => {
    const at = place.current;
    offered.set(at, commands);
    return () => void offered.delete(at);
  });
}

/** What is offered at this moment. */
export const commandsHere = (): Command[] => [...offered.values()].flat();
