import { useNavigate } from "@tanstack/react-router";
import { useMe } from "~/api/session";
import { useShortcuts } from "~/shortcuts/useShortcuts";
import { placesFor } from "./places";

/** `g`, then a letter, goes to a place. */
export function useGoKeys() {
  const navigate = useNavigate();
  const places = placesFor(useMe().permissions);
  useShortcuts(Object.fromEntries(places.map(({ key, to }) => [`g ${key}`, () => void navigate({ to })])));
}
