import type { ContactImport } from "@rapport/api-client";
import { useT } from "~/messages";
import { Chip } from "~/ui/Chip";

const TONES = {
  draft: "plain",
  running: "warn",
  stopped: "warn",
  done: "good",
  undoing: "warn",
  undone: "plain",
} as const;

/** How far an import is, in a word. */
export function StateChip({ state }: { state: ContactImport["state"] }) {
  const t = useT();
  return <Chip tone={TONES[state]}>{t(`imports.state_${state}`)}</Chip>;
}
