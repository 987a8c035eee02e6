import { useNavigate } from "@tanstack/react-router";
import { useShortcuts } from "~/shortcuts/useShortcuts";

/** `g`, then a letter, goes to a place. */
export function useGoKeys() {
  const navigate = useNavigate();
  useShortcuts({
    "g i": () => void navigate({ to: "/inbox" }),
    "g c": () => void navigate({ to: "/contacts" }),
    "g b": () => void navigate({ to: "/board" }),
    "g s": () => void navigate({ to: "/settings" }),
  });
}
